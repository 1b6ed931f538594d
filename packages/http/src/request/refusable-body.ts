import type { Clock, Log } from '@accession/core/ports'
import { httpLimits } from '../http-limits.ts'

/** A body whose reader may stop early without its connection being cut. */
export interface RefusableBody {
  /** Reads once; leaving early leaves the rest unread. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** Why the source broke off; undefined while it has not. */
  readonly failure: Error | undefined
  /** Bytes that have come. */
  readonly count: number
  /**
   * Reads on for a while, and throws away: a sender that is still sending would otherwise lose its
   * connection before it sees the answer. Past the bound the body is given up.
   */
  drain(surroundings: { readonly clock: Clock; readonly log: Log }): Promise<void>
}

/** Makes a body refusable. */
export const refusableBody = (source: AsyncIterable<Uint8Array>): RefusableBody => {
  const iterator = source[Symbol.asyncIterator]()
  let isAtEnd = false
  let failure: Error | undefined
  let count = 0
  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    if (isAtEnd) return { done: true, value: undefined }
    try {
      const result = await iterator.next()
      if (result.done === true) isAtEnd = true
      else count += result.value.length
      return result
    } catch (cause) {
      isAtEnd = true
      failure = cause instanceof Error ? cause : new Error('The body broke off', { cause })
      throw cause
    }
  }
  return {
    get failure() {
      return failure
    },
    get count() {
      return count
    },
    bytes: { [Symbol.asyncIterator]: () => ({ next }) },
    async drain({ clock, log }) {
      const enough = new AbortController()
      const timeout = clock.sleep(httpLimits.drainMs, enough.signal).then(
        () => 'late' as const,
        () => 'late' as const,
      )
      try {
        let left: number = httpLimits.drainBytesMax
        while (!isAtEnd && left > 0) {
          const result = await Promise.race([next(), timeout])
          if (result === 'late' || result.done) break
          left -= result.value.length
        }
        if (!isAtEnd) void Promise.resolve(iterator.return?.()).catch(() => undefined)
      } catch (cause) {
        log.debug('http.drain_failed', {
          reason: cause instanceof Error ? cause.message : 'unknown',
        })
      } finally {
        enough.abort()
      }
    },
  }
}
