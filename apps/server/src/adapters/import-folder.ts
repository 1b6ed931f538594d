import { constants } from 'node:fs'
import { lstat, open, realpath } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import { ImportError } from '@accession/core/ports'
import type { ImportFolder } from '@accession/core/ports'

const noSuchFile = 'There is no such file in the folder that this server imports from.'

/**
 * The files of a folder, and of those below it. Links are not followed: a file counts under its own
 * path alone, and what was opened must be what lies there.
 */
export const createImportFolder = (folder: string): ImportFolder => ({
  async open(path) {
    const handle = await openWithin(folder, path).catch((error: unknown) => {
      throw new ImportError(noSuchFile, { cause: error })
    })
    try {
      const stat = await handle.stat()
      if (!stat.isFile()) throw new ImportError('It is no regular file.')
      const { size } = stat
      return {
        size,
        read: () => {
          // No more than was told, should it grow meanwhile.
          const options = { start: 0, end: Math.max(0, size - 1), highWaterMark: 256 * 1024 }
          const bytes = size === 0 ? emptyOf(handle) : handle.createReadStream(options)
          return Readable.toWeb(bytes) as ReadableStream<Uint8Array>
        },
      }
    } catch (error) {
      await handle.close()
      throw error
    }
  },
})

const emptyOf = (handle: FileHandle): Readable => {
  const nothing = Readable.from([])
  nothing.on('close', () => void handle.close().catch(() => undefined))
  return nothing
}

const openWithin = async (folder: string, path: string): Promise<FileHandle> => {
  const root = await realpath(folder)
  const inside = relative(resolve(folder), resolve(path))
  if (!isAbsolute(path) || inside === '' || inside.startsWith('..') || isAbsolute(inside)) {
    throw new ImportError(noSuchFile)
  }
  const own = `${root}${sep}${inside}`
  // Not to be held up by a pipe that nobody writes.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const handle = await open(own, flags)
  try {
    const [there, opened, real] = await Promise.all([lstat(own), handle.stat(), realpath(own)])
    if (real !== own || there.ino !== opened.ino || there.dev !== opened.dev) {
      throw new ImportError(noSuchFile)
    }
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}
