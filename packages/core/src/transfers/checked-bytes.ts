import { accessionError } from '../errors/accession-error.ts'
import type { Hashing } from '../ports/hashing.ts'
import { storedDigest } from './stored-digest.ts'
import type { Digest } from './stored-digest.ts'

/** What all bytes of a blob must be. */
export interface ExpectedBytes {
  readonly id: string
  /** Bytes; more than 0. */
  readonly size: number
  readonly digest: Digest
}

/**
 * All bytes of a blob as they pass, held against their digest: where they are not those that were
 * stored, the stream fails before the last of them, so that nobody takes them for the whole.
 */
export const checkedBytes = (
  hashing: Hashing,
  bytes: ReadableStream<Uint8Array>,
  { id, size, digest }: ExpectedBytes,
  end: (isRight: boolean) => void,
): ReadableStream<Uint8Array> => {
  const reader = bytes.getReader()
  const running = hashing.digest(digest.algorithm)
  let count = 0

  const checkAll = async (): Promise<void> => {
    const value = await running.hex()
    const isRight = value === digest.value
    end(isRight)
    if (isRight) return
    const [expected, found] = [digest, { ...digest, value }].map(storedDigest)
    throw accessionError('accession.blob.changed', [id, expected ?? '', found ?? ''])
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await reader.read()
        if (next.done) return controller.close()
        count += next.value.byteLength
        const digesting = running.update(next.value)
        if (digesting) await digesting
        if (count === size)
          await checkAll().catch(async (error: unknown) => {
            await reader.cancel(error)
            throw error
          })
        return controller.enqueue(next.value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
