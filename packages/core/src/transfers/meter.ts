import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { Counter } from '../ports/metrics.ts'
import { createHeldTime } from '../traffic/held-time.ts'
import type { Place } from '../traffic/traffic.ts'
import type { World } from '../world.ts'
import type { KnownBefore } from './known-before.ts'
import type { Upload } from './receive-upload.ts'
import { createRunningDigests } from './running-digests.ts'

/** The bytes of an upload on their way to the store, and how many have passed. */
export interface Meter {
  readonly bytes: AsyncIterable<Uint8Array>
  readonly count: number
  /** How long the source was not read because bytes must not pass faster, in milliseconds. */
  readonly heldMs: number
  /** What the stored bytes are checked against later, once the last of them has passed. */
  readonly digest: string
}

/**
 * Counts and digests bytes as they pass, and holds them against what was said of them. They are
 * counted as `received`, uploads unless said otherwise. A fault
 * ends the stream with the error before its end is reached, so that no store keeps wrong bytes.
 */
export const createMeter = (
  { hashing, metrics }: Pick<World, 'hashing' | 'metrics'>,
  { bytes: source, length }: Pick<Upload, 'bytes' | 'length'>,
  known: KnownBefore,
  place: Pick<Place, 'pass'>,
  received: Pick<Counter, 'add'> = metrics.counter('accession_transfer_bytes_total', {
    direction: 'upload',
  }),
): Meter => {
  const { name, declaredSize, bytesMax = limits.fileBytesMax } = known
  const held = createHeldTime(metrics)
  let count = 0
  const isDigested = !known.isUnpacked || known.declaredChecksum !== null
  const digests = isDigested ? createRunningDigests(hashing, known) : undefined
  let found: string | undefined
  const checkAnnounced = (): void => {
    if (length !== undefined && declaredSize !== null && length !== declaredSize)
      throw accessionError('accession.transfer.size_mismatch', [name, declaredSize, length])
  }
  const checkSizeSoFar = (): void => {
    if (declaredSize !== null && count > declaredSize)
      throw accessionError('accession.transfer.larger_than_declared', [name, declaredSize])
    if (count > bytesMax) throw accessionError('accession.transfer.too_large', [name, bytesMax])
  }
  const checkWhole = async (): Promise<void> => {
    if (length !== undefined && count < length)
      throw accessionError('accession.transfer.interrupted', [name, count])
    if (declaredSize !== null && count !== declaredSize)
      throw accessionError('accession.transfer.size_mismatch', [name, declaredSize, count])
    found = await digests?.check()
  }
  async function* metered(): AsyncGenerator<Uint8Array> {
    checkAnnounced()
    try {
      for await (const chunk of source) {
        count += chunk.byteLength
        received.add(chunk.byteLength)
        checkSizeSoFar()
        const digesting = digests?.update(chunk)
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
      if (found === undefined)
        throw new TypeError('The bytes have not all passed, or are not digested')
      return found
    },
  }
}
