import { accessionError } from '@accession/core/errors'

/** The bytes that all writes of a store hold in memory. */
export interface HeldBytes {
  /** Adds to them; throws where that is too much for this process. */
  take(bytes: number): void
  free(bytes: number): void
  /** Whether each write has to do with one part at a time. */
  isTight(): boolean
}

const retryAfterSeconds = 10

/** Counts what is held, against a bound. */
export const createHeldBytes = (bytesMax: number): HeldBytes => {
  let held = 0
  return {
    take(bytes) {
      if (held + bytes > bytesMax) {
        throw accessionError('accession.service.overloaded', [retryAfterSeconds])
      }
      held += bytes
    },
    free(bytes) {
      held -= bytes
    },
    isTight: () => held > bytesMax / 2,
  }
}
