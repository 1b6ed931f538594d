import type * as FileSystem from 'node:fs/promises'

type Fs = typeof FileSystem
type Handle = FileSystem.FileHandle

/** What a test sees of the calls to the operating system, and how it disturbs them. */
export interface FsWatch {
  /** Each call as its name and, for those that take one, its path: `link`, `sync /folder`. */
  readonly calls: string[]
  /** Called before each; throws or waits to disturb it. */
  before: (call: string) => void | Promise<void>
  /** Bytes that one call writes at most: a system may take less than it is given. */
  writtenBytesMax: number
}

/** What `watchedFs` reports to: one for each test file, made anew for each test by `reset`. */
export const fsWatch: FsWatch & { reset(): void } = {
  calls: [],
  before: () => undefined,
  writtenBytesMax: Infinity,
  reset() {
    this.calls.length = 0
    this.before = () => undefined
    this.writtenBytesMax = Infinity
  },
}

const watched = async (call: string): Promise<void> => {
  fsWatch.calls.push(call)
  await fsWatch.before(call)
}

const watchHandle = (handle: Handle, path: string): Handle => {
  for (const name of ['writev', 'datasync', 'sync', 'read', 'stat', 'close'] as const) {
    const original = handle[name].bind(handle) as (...args: unknown[]) => Promise<unknown>
    const replaced = async (...args: unknown[]): Promise<unknown> => {
      // A closed handle is closed again by whoever cleans up; the system is not called for it.
      if (handle.fd === -1) return original(...args)
      // Whatever a close reports, the descriptor is free after it.
      if (name === 'close') await original(...args)
      await watched(`${name} ${path}`)
      if (name === 'writev') args[0] = atMost(args[0] as Uint8Array[], fsWatch.writtenBytesMax)
      return name === 'close' ? undefined : original(...args)
    }
    Object.assign(handle, { [name]: replaced })
  }
  return handle
}

/** `node:fs/promises` with its calls reported; for the factory of `vi.mock`. */
export const watchedFs = (fs: Fs): Fs => {
  const open: Fs['open'] = async (path, ...rest) => {
    await watched(`open ${String(path)}`)
    return watchHandle(await fs.open(path, ...rest), String(path))
  }
  const link: Fs['link'] = async (from, to) => {
    await watched(`link ${String(to)}`)
    return fs.link(from, to)
  }
  const unlink: Fs['unlink'] = async (path) => {
    await watched(`unlink ${String(path)}`)
    return fs.unlink(path)
  }
  const mkdir = (async (path: string, options: object) => {
    await watched(`mkdir ${path}`)
    return fs.mkdir(path, options)
  }) as Fs['mkdir']
  const readdir = (async (path: string, options?: object) => {
    await watched(`readdir ${path}`)
    return fs.readdir(path, options)
  }) as unknown as Fs['readdir']
  return { ...fs, open, link, unlink, mkdir, readdir }
}

const atMost = (chunks: readonly Uint8Array[], bytes: number): Uint8Array[] => {
  let left = bytes
  return chunks.flatMap((chunk) => {
    const part = chunk.subarray(0, left)
    left -= part.byteLength
    return part.byteLength > 0 ? [part] : []
  })
}
