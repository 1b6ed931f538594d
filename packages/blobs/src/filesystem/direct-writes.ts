import { constants } from 'node:fs'
import { open, unlink } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { BlobPlaces } from './blob-places.ts'
import { createAlignedBuffers } from './aligned-buffers.ts'
import type { AlignedBuffers } from './aligned-buffers.ts'
import { codeOf } from './storage-error.ts'
import { blockBytes } from './write-direct.ts'
import type { DirectWrite } from './write-direct.ts'

/** Writes past the page cache, where the file system can. */
export interface DirectWrites {
  readonly buffers: AlignedBuffers
  /**
   * Opens a new file for a direct write of so many bytes; nothing where these are too few to gain by
   * it or unknown, where the file system cannot, or where no memory is left for one more such write.
   */
  open(path: string, bytes: number | undefined): Promise<DirectWrite | undefined>
}

/** Smaller files are on disk sooner together. */
const directBytesMin = 16 * 1024 * 1024
/** MiB that direct writes may hold together. */
const buffersMax = 16

/** The direct writes of a folder; whether its file system can is tried when first asked for. */
export const createDirectWrites = (places: BlobPlaces): DirectWrites => {
  const buffers = createAlignedBuffers(buffersMax)
  let isPossible: Promise<boolean> | undefined

  const tryOne = async (): Promise<boolean> => {
    const path = places.newPartialFile('direct-write-trial')
    const block = buffers.take()
    if (!block) return false
    try {
      const file = await openDirect(path)
      try {
        return (await file.write(block, 0, blockBytes, 0)).bytesWritten === blockBytes
      } finally {
        await file.close()
        await unlink(path)
      }
    } catch (error) {
      // Told so at the opening or at the first write, as the file system pleases.
      const code = codeOf(error)
      if (code === 'EINVAL' || code === 'EOPNOTSUPP' || code === 'ENOTSUP') return false
      isPossible = undefined
      throw error
    } finally {
      buffers.give(block)
    }
  }

  return {
    buffers,
    async open(path, bytes) {
      if (bytes === undefined || bytes < directBytesMin || !('O_DIRECT' in constants))
        return undefined
      if (!(await (isPossible ??= tryOne()))) return undefined
      const reserved = [buffers.take(), buffers.take()].filter((buffer) => buffer !== undefined)
      try {
        if (reserved.length === 2)
          return { file: await openDirect(path), reserved: reserved.splice(0) }
        return undefined
      } finally {
        for (const buffer of reserved) buffers.give(buffer)
      }
    },
  }
}

const openDirect = (path: string): Promise<FileHandle> => {
  const { O_WRONLY, O_CREAT, O_EXCL, O_DIRECT } = constants
  return open(path, O_WRONLY | O_CREAT | O_EXCL | O_DIRECT, 0o600)
}
