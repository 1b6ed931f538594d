/** How far a transfer has come; handed over after every piece of bytes. */
export interface Progress {
  /** The file that moved; others may be under way beside it. */
  readonly file: string
  readonly fileBytes: number
  /** Undefined where nobody has told how large the file is. */
  readonly fileSize: number | undefined
  /** Over all files. */
  readonly bytes: number
  readonly size: number | undefined
}

/** Counts the bytes of one file. */
export interface FileCounter {
  add(bytes: number): void
  /** Sets what is there by now: 0 to begin again. */
  set(bytes: number): void
}

/** Counts the bytes of several files, and tells of them. */
export interface Counter {
  /** Begins a file of that many bytes, or of nobody knows how many. */
  file(name: string, size: number | undefined): FileCounter
  /** 0 to 100, whole. */
  percent(): number
}

/** Counts towards a total, telling a listener where there is one. */
export const createCounter = (
  size: number | undefined,
  listener: ((progress: Progress) => void) | undefined,
): Counter => {
  let bytes = 0
  return {
    file(name, fileSize) {
      let fileBytes = 0
      const set = (count: number) => {
        bytes += count - fileBytes
        fileBytes = count
        listener?.({ file: name, fileBytes, fileSize, bytes, size })
      }
      set(0)
      return { set, add: (more) => set(fileBytes + more) }
    },
    percent: () => (!size ? 0 : Math.min(100, Math.floor((bytes / size) * 100))),
  }
}
