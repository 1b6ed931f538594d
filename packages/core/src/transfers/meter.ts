import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'
import type { Counter } from '../ports/metrics.ts'
import { createHeldTime } from '../traffic/held-time.ts'
import type { Place } from '../traffic/traffic.ts'
import type { World } from '../world.ts'
import type { Upload } from './receive-upload.ts'
import { storedDigest } from './stored-digest.ts'

/** The bytes of an upload on their way to the store, and how many have passed. */
export interface Meter {
  readonly bytes: AsyncIterable<Uint8Array>
  readonly count: number
  /** How long the source was not read because bytes must not pass faster, in milliseconds. */
  readonly heldMs: number
  /** What the stored bytes are checked against later, once the last of them has passed. */
  readonly digest: string
}

type Declared = Pick<UpdateSessionFile, 'name' | 'declaredSize' | 'declaredChecksum'>

/**
 * Counts and digests bytes as they pass, and holds them against what the client declared; what
 * declares no checksum gets a CRC, which costs next to nothing. They are counted as `received`, uploads unless said otherwise. A fault
 * ends the stream with the error before its end is reached, so that no store keeps wrong bytes.
 */
export const createMeter = (
  { hashing, metrics }: Pick<World, 'hashing' | 'metrics'>,
  { bytes: source, length }: Pick<Upload, 'bytes' | 'length'>,
  { name, declaredSize, declaredChecksum }: Declared,
  place: Pick<Place, 'pass'>,
  received: Pick<Counter, 'add'> = metrics.counter('accession_transfer_bytes_total', {
    direction: 'upload',
  }),
): Meter => {
  const held = createHeldTime(metrics)
  let count = 0
  const algorithm = declaredChecksum?.algorithm ?? 'CRC32'
  const digest = hashing.digest(algorithm)
  let found: string | undefined
  const checkAnnounced = (): void => {
    if (length !== undefined && declaredSize !== null && length !== declaredSize)
      throw accessionError('accession.transfer.size_mismatch', [name, declaredSize, length])
  }
  const checkSizeSoFar = (): void => {
    if (declaredSize !== null && count > declaredSize)
      throw accessionError('accession.transfer.larger_than_declared', [name, declaredSize])
    if (count > limits.fileBytesMax)
      throw accessionError('accession.transfer.too_large', [name, limits.fileBytesMax])
  }
  const checkWhole = async (): Promise<void> => {
    if (length !== undefined && count < length)
      throw accessionError('accession.transfer.interrupted', [name, count])
    if (declaredSize !== null && count !== declaredSize)
      throw accessionError('accession.transfer.size_mismatch', [name, declaredSize, count])
    const actual = await digest.hex()
    if (declaredChecksum && actual !== declaredChecksum.value) {
      const args = [name, algorithm, declaredChecksum.value, actual] as const
      throw accessionError('accession.transfer.checksum_mismatch', args)
    }
    found = storedDigest({ algorithm, value: actual })
  }
  async function* metered(): AsyncGenerator<Uint8Array> {
    checkAnnounced()
    try {
      for await (const chunk of source) {
        count += chunk.byteLength
        received.add(chunk.byteLength)
        checkSizeSoFar()
        const digesting = digest.update(chunk)
        if (digesting) await digesting
        const passing = place.pass(chunk.byteLength)
        if (passing) await held.during(passing)
        yield chunk
      }
    } catch (error) {
      if (isAccessionError(error)) throw error
      throw accessionError('accession.transfer.interrupted', [name, count], { cause: error })
    }
    await checkWhole()
  }
  return {
    bytes: metered(),
    get count() {
      return count
    },
    get heldMs() {
      return held.ms()
    },
    get digest() {
      if (found === undefined) throw new TypeError('The bytes have not all passed')
      return found
    },
  }
}
