import { accessionError } from '@accession/core/errors'

/** The memory that all writes of a store share, and the bound on it. */
export interface HeldBytes {
  /** A buffer of this size, perhaps a used one; throws where that is too much for this process. */
  take(size: number): Uint8Array<ArrayBuffer>
  /** Gives a buffer back, which nobody reads any more. */
  give(buffer: Uint8Array<ArrayBuffer>): void
  /** Whether there is a buffer of this size that costs nothing new. */
  hasSpare(size: number): boolean
  /** Whether each write has to do with one part at a time. */
  isTight(): boolean
}

const retryAfterSeconds = 10
/** Buffers that wait for their next part; collecting them would lag behind a fast service. */
const sparesMax = 8
const sparesBytesMin = 1024 * 1024

/** Counts what is held, against a bound. */
export const createHeldBytes = (bytesMax: number): HeldBytes => {
  let spares: Uint8Array<ArrayBuffer>[] = []
  let held = 0
  return {
    take(size) {
      if (held + size > bytesMax) {
        throw accessionError('accession.service.overloaded', [retryAfterSeconds])
      }
      held += size
      const index = spares.findIndex(({ byteLength }) => byteLength === size)
      const [spare] = index < 0 ? [] : spares.splice(index, 1)
      return spare ?? new Uint8Array(size)
    },
    give(buffer) {
      held -= buffer.byteLength
      const isWorthIt = buffer.byteLength >= sparesBytesMin && spares.length < sparesMax
      if (held === 0) spares = []
      else if (isWorthIt) spares.push(buffer)
    },
    hasSpare: (size) => spares.some(({ byteLength }) => byteLength === size),
    isTight: () => held > bytesMax / 2,
  }
}
