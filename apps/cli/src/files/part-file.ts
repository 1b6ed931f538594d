import { randomUUID } from 'node:crypto'
import { lstat, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from '../command-error.ts'

/** Pieces come as small as a packet: so many bytes are written at once. */
const writeBytes = 1024 * 1024

/** A file that is there under its name only once it is whole. */
export const openPartFile = async (
  folder: string,
  name: string,
  { force }: { readonly force: boolean },
): Promise<WritableStream<Uint8Array>> => {
  const part = join(folder, `.accession-${randomUUID()}.part`)
  const target = join(folder, name)
  const handle = await open(part, 'wx')
  const gathered: Uint8Array[] = []
  let gatheredBytes = 0
  let writing: Promise<void> = Promise.resolve()
  /** Begins to write what has gathered, once what was begun before is written. */
  const write = async () => {
    await writing
    const pieces = gathered.splice(0)
    gatheredBytes = 0
    if (pieces.length === 0) return
    writing = writeAll(handle, pieces)
    // Whoever waits for it next is told; until then nobody is there to be.
    writing.catch(() => undefined)
  }
  return new WritableStream<Uint8Array>({
    async write(piece) {
      gathered.push(piece)
      gatheredBytes += piece.byteLength
      if (gatheredBytes >= writeBytes) await write()
    },
    async close() {
      try {
        await write()
        await writing
        await handle.sync()
        await handle.close()
        if (!force) await refuseExisting(target)
        await rename(part, target)
      } catch (error) {
        // It may be closed already.
        await handle.close().catch(() => undefined)
        await rm(part, { force: true })
        throw error
      }
    },
    async abort() {
      await writing.catch(() => undefined)
      await handle.close()
      await rm(part, { force: true })
    },
  })
}

const writeAll = async (handle: FileHandle, pieces: readonly Uint8Array[]): Promise<void> => {
  const { bytesWritten } = await handle.writev(pieces)
  const size = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0)
  // A call may write less than it was given; the rest follows.
  if (bytesWritten < size) await handle.writeFile(Buffer.concat(pieces).subarray(bytesWritten))
}

/** Refuses to take the place of anything, a broken link included. */
export const refuseExisting = async (path: string): Promise<void> => {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (found) throw new CommandError(`${path} exists already: --force replaces it.`)
}
