import { FetchError } from '@accession/core/ports'
import { within } from './within.ts'

/** What the reading of a body is held to. */
export interface ReadingLimits {
  readonly host: string
  readonly bytesMax: number
  readonly idleMs: number
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
 * silent for too long while somebody waits, grows too large, or breaks off.
 */
export const limitedBytes = (
  chunks: AsyncIterator<Uint8Array>,
  { host, bytesMax, idleMs, signal, close }: ReadingLimits,
): ReadableStream<Uint8Array> => {
  let count = 0
  const silence = { ms: idleMs, host, what: 'sends nothing', signal }
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await within(silence, () => chunks.next())
          if (done) {
            close()
            controller.close()
            return
          }
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

const asBroken = (error: unknown, host: string): FetchError =>
  error instanceof FetchError
    ? error
    : new FetchError('UNREACHABLE', `The connection to ${host} broke off.`, { cause: error })
