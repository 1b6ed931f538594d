import type { World } from '@accession/core'
import { httpLimits } from '../http-limits.ts'

/** A body whose reader may stop early without its connection being cut. */
export interface RefusableBody {
  /** Reads once; leaving early leaves the rest unread. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** Why the source broke off; undefined while it has not. */
  readonly failure: Error | undefined
  /** Bytes that have come. */
  readonly count: number
  /** Gives the rest up; does not wait for what may never come. */
  giveUp(): void
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
    giveUp() {
      // How the source takes it is of no interest any more: its request has been answered.
      if (!isAtEnd) iterator.return?.().catch(() => undefined)
    },
  }
}

/**
 * Reads a refused body on for a while, and throws away: a sender that is still sending would
 * otherwise lose its connection before it sees the answer. Past the bound the body is given up.
 */
export const drain = async (body: RefusableBody, { clock, log }: World): Promise<void> => {
  const enough = new AbortController()
  const late = clock.sleep(httpLimits.drainMs, enough.signal).then(
    () => 'late' as const,
    () => 'late' as const,
  )
  try {
    if (!(await isReadThrough(body, late))) body.giveUp()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown'
    log.debug('http.refused_body_broke_off', { reason })
  } finally {
    enough.abort()
  }
}

const isReadThrough = async (body: RefusableBody, late: Promise<'late'>): Promise<boolean> => {
  const iterator = body.bytes[Symbol.asyncIterator]()
  const end = body.count + httpLimits.drainBytesMax
  while (body.count < end) {
    const result = await Promise.race([iterator.next(), late])
    if (result === 'late') return false
    if (result.done) return true
  }
  return false
}
