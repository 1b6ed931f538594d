import { FetchError } from '@accession/core/ports'
import { within } from './within.ts'

/** What the reading of a body is held to. */
export interface ReadingLimits {
  readonly host: string
  readonly bytesMax: number
  readonly idleMs: number
  /** Bytes a second, over each `idleMs` that somebody waits for them. */
  readonly rateMin: number
  readonly signal: AbortSignal
  /** Lets go of the connection, however reading ends. */
  readonly close: () => void
}

const tooLarge = (host: string, bytesMax: number): FetchError =>
  new FetchError('TOO_LARGE', `${host} sends more than ${bytesMax} bytes.`)

/** Throws TOO_LARGE where a body announces more than is wanted. */
export const checkAnnounced = (
  length: string | undefined,
  host: string,
  bytesMax: number,
): void => {
  if (length !== undefined && Number(length) > bytesMax) throw tooLarge(host, bytesMax)
}

/**
 * The chunks of a body as they come, none of them asked for before it is read: fails where it is
 * silent or crawls for too long while somebody waits, grows too large, or breaks off.
 */
export const limitedBytes = (
  chunks: AsyncIterator<Uint8Array>,
  { host, bytesMax, idleMs, rateMin, signal, close }: ReadingLimits,
): ReadableStream<Uint8Array> => {
  let count = 0
  const checkPace = createPace({ host, idleMs, rateMin })
  const silence = { ms: idleMs, host, what: 'sends nothing', signal }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const askedAt = performance.now()
          const { done, value } = await within(silence, () => chunks.next())
          if (done) {
            close()
            controller.close()
            return
          }
          checkPace(value.byteLength, performance.now() - askedAt)
          count += value.byteLength
          if (count > bytesMax) throw tooLarge(host, bytesMax)
          controller.enqueue(value)
        } catch (error) {
          close()
          throw signal.aborted ? signal.reason : asBroken(error, host)
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  )
}

/** Throws TIMED_OUT where bytes come, but so few that whoever waits would wait without end. */
const createPace = ({
  host,
  idleMs,
  rateMin,
}: Pick<ReadingLimits, 'host' | 'idleMs' | 'rateMin'>): ((
  bytes: number,
  waitedMs: number,
) => void) => {
  let [count, ms] = [0, 0]
  return (bytes, waitedMs) => {
    count += bytes
    ms += waitedMs
    if (ms < idleMs) return
    if (count < (rateMin * ms) / 1000)
      throw new FetchError('TIMED_OUT', `${host} sends less than ${rateMin} bytes a second.`)
    ;[count, ms] = [0, 0]
  }
}

const asBroken = (error: unknown, host: string): FetchError =>
  error instanceof FetchError
    ? error
    : new FetchError('UNREACHABLE', `The connection to ${host} broke off.`, { cause: error })
