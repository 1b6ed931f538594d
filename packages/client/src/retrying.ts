import { errorTypes } from '@accession/core/errors'
import { isApiError } from './api-error.ts'
import { ConnectionError } from './connection-error.ts'
import { pause } from './within.ts'

const attemptsMax = 4
const firstWaitMs = 250
/** A server that asks for more patience than this gets none: the caller hears of it. */
const waitMsMax = 30_000

/** Runs what may safely run twice again while its failure may pass, a bounded number of times. */
export const retrying = async <T>(run: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      const waitMs = mayPass(error) ? waitBefore(error, attempt) : undefined
      if (waitMs === undefined || attempt === attemptsMax || waitMs > waitMsMax) throw error
      await pause(waitMs, signal)
    }
  }
}

/** Whether the very same call, sent again a little later, may fare better. */
export const mayPass = (error: unknown): boolean =>
  isApiError(error)
    ? errorTypes[error.type].retryable && error.type !== 'RESOURCE_BUSY'
    : error instanceof ConnectionError &&
      (error.reason === 'unreachable' || [429, 502, 503, 504].includes(error.status ?? 0))

/** How long to wait before another attempt: what the server asks for, or longer each time. */
export const waitBefore = (error: unknown, attempt: number): number =>
  (isApiError(error) || error instanceof ConnectionError ? error.retryAfterMs : undefined) ??
  firstWaitMs * 2 ** (attempt - 1) * (0.5 + Math.random())
