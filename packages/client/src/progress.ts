/** How far a transfer has come; handed over after every piece of bytes. */
export interface Progress {
  readonly file: string
  readonly fileBytes: number
  readonly fileSize: number
  /** Over all files. */
  readonly bytes: number
  readonly size: number
}

/** Counts the bytes of several files, and tells of them. */
export interface Counter {
  /** Begins a file, or begins it again. */
  begin(file: string, size: number): void
  add(bytes: number): void
  /** 0 to 100, whole. */
  percent(): number
}

/** Counts towards a total, telling a listener where there is one. */
export const createCounter = (
  size: number,
  listener: ((progress: Progress) => void) | undefined,
): Counter => {
  const counted = new Map<string, number>()
  let file = ''
  let fileSize = 0
  const bytes = () => [...counted.values()].reduce((sum, one) => sum + one, 0)
  const tell = () =>
    listener?.({ file, fileSize, fileBytes: counted.get(file) ?? 0, bytes: bytes(), size })
  return {
    begin(name, itsSize) {
      file = name
      fileSize = itsSize
      counted.set(file, 0)
      tell()
    },
    add(more) {
      counted.set(file, (counted.get(file) ?? 0) + more)
      tell()
    },
    percent: () => (size === 0 ? 0 : Math.min(100, Math.floor((bytes() / size) * 100))),
  }
}
