import { accessionError } from '../errors/index.ts'
import { isBlobId, isRangeWithin } from '../ports/blob-arguments.ts'
import type { BlobStore, ByteRange } from '../ports/blob-store.ts'
import { chunksUntilAborted } from '../ports/chunks-until-aborted.ts'
import { createMemoryParts } from './blob-parts.ts'
import { createPieces } from './pieces.ts'
import type { Pieces } from './pieces.ts'

export interface MemoryBlobStoreOptions {
  /** Bytes held at most, those still being written included. @default Infinity */
  readonly capacityBytes?: number
  /** Bytes of each part but the last of what comes in parts. @default 5 MiB */
  readonly partSizeBytes?: number
}

/** Bytes that live and die with the process: the reference for what a blob store does. */
export const createMemoryBlobStore = (options: MemoryBlobStoreOptions = {}): BlobStore => {
  const { capacityBytes = Infinity, partSizeBytes = 5 * 1024 * 1024 } = options
  const stored = new Map<string, Pieces>()
  let usedBytes = 0

  const refuseStored = (id: string): void => {
    if (stored.has(id)) throw accessionError('accession.blob.already_exists', [id])
  }

  const { parts, end } = createMemoryParts({
    partSizeBytes,
    sizeOf: (id) => stored.get(id)?.size(),
    store(id, all) {
      const pieces = createPieces()
      for (const bytes of all) pieces.append(bytes)
      usedBytes += pieces.size()
      stored.set(id, pieces)
    },
  })

  return {
    parts,

    async write(id, bytes, { signal }) {
      checkId(id)
      refuseStored(id)
      const pieces = createPieces()
      try {
        for await (const chunk of chunksUntilAborted(bytes, signal)) {
          if (usedBytes + chunk.byteLength > capacityBytes) {
            throw accessionError('accession.blob.storage_full', [])
          }
          usedBytes += chunk.byteLength
          pieces.append(chunk)
        }
        signal.throwIfAborted()
        refuseStored(id)
      } catch (error) {
        usedBytes -= pieces.size()
        throw error
      }
      stored.set(id, pieces)
    },

    async read(id, range) {
      checkId(id)
      const pieces = stored.get(id)
      if (!pieces) throw accessionError('accession.blob.not_found', [id])
      return streamOf(pieces, checkedRange(pieces.size(), range))
    },

    async delete(ids) {
      ids.forEach(checkId)
      for (const id of ids) {
        usedBytes -= stored.get(id)?.size() ?? 0
        stored.delete(id)
        end(id)
      }
    },

    async *list() {
      for (const [id, pieces] of stored) yield { id, size: pieces.size() }
    },

    async availableBytes() {
      return Math.max(0, capacityBytes - usedBytes)
    },
  }
}

const checkId = (id: string): void => {
  if (!isBlobId(id)) {
    throw accessionError('accession.argument.mistyped', ['The id of a blob', 'a lower-case UUID'])
  }
}

const checkedRange = (size: number, range: ByteRange | undefined): ByteRange => {
  if (!range) return { start: 0, end: size }
  if (isRangeWithin(range, size)) return range
  const text = `${range.start}-${range.end}`
  throw accessionError('accession.transfer.range_not_satisfiable', [text, size])
}

const streamOf = (pieces: Pieces, { start, end }: ByteRange): ReadableStream<Uint8Array> => {
  let position = start
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (position < end) {
        const chunk = pieces.copyFrom(position, end)
        position += chunk.byteLength
        controller.enqueue(chunk)
      }
      if (position === end) controller.close()
    },
  })
}
