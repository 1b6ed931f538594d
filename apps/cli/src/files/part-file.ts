import { randomUUID } from 'node:crypto'
import { lstat, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from '../command-error.ts'

/** A file that is there under its name only once it is whole. */
export const openPartFile = async (
  folder: string,
  name: string,
  { force }: { readonly force: boolean },
): Promise<WritableStream<Uint8Array>> => {
  const part = join(folder, `.accession-${randomUUID()}.part`)
  const target = join(folder, name)
  const handle = await open(part, 'wx')
  return new WritableStream<Uint8Array>({
    async write(piece) {
      await handle.writeFile(piece)
    },
    async close() {
      try {
        await handle.sync()
        await handle.close()
        if (!force) await refuseExisting(target)
        await rename(part, target)
      } catch (error) {
        await rm(part, { force: true })
        throw error
      }
    },
    async abort() {
      await handle.close()
      await rm(part, { force: true })
    },
  })
}

/** Refuses to take the place of anything, a broken link included. */
export const refuseExisting = async (path: string): Promise<void> => {
  const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (found) throw new CommandError(`${path} exists already: --force replaces it.`)
}
