import { performance } from 'node:perf_hooks'
import type { Clock, Log } from '@accession/core/ports'
import { nodeClock } from './node-clock.ts'
import { steadyTime } from './steady-time.ts'

export interface FollowedClockOptions {
  /** Milliseconds since 1970 by the common clock, such as a database's. */
  readonly readTime: () => Promise<number>
  readonly log: Pick<Log, 'warn' | 'info'>
  /** Between the end of one look at the common clock and the next. @default 30_000 */
  readonly intervalMs?: number
  /** Milliseconds of a clock that never goes back. @default performance.now */
  readonly elapsed?: () => number
}

/** A clock that follows another one until it is disposed of. */
export type FollowedClock = Clock & AsyncDisposable

/** Of several looks the one with the shortest round trip is nearest to the truth. */
const looks = 3
/** A common clock that leaps by more is told of. */
const leapMs = 1_000

/**
 * Follows the clock that all nodes share: between two looks at it time goes on by the machine's own
 * steady clock, and it never goes back (`steadyTime`). While the common clock does not answer, the last look holds.
 * Rejects where the first look fails.
 */
export const followClock = async (options: FollowedClockOptions): Promise<FollowedClock> => {
  const { readTime, log, intervalMs = 30_000, elapsed = () => performance.now() } = options
  const stopping = new AbortController()
  let isLost = false

  /** The common time when the steady clock was at 0, as far as half a round trip tells. */
  const measure = async (): Promise<number> => {
    let best = { offset: 0, roundTrip: Infinity }
    for (let look = 0; look < looks; look++) {
      const asked = elapsed()
      const time = await readTime()
      const answered = elapsed()
      const roundTrip = answered - asked
      if (roundTrip < best.roundTrip) best = { offset: time - (asked + answered) / 2, roundTrip }
    }
    return best.offset
  }

  let offset = await measure()
  const machineMs = Math.round(Date.now() - elapsed() - offset)
  if (Math.abs(machineMs) > leapMs) log.warn('clock.machine_differs', { ms: machineMs })

  const look = async (): Promise<void> => {
    try {
      const measured = await measure()
      const leap = Math.round(measured - offset)
      if (Math.abs(leap) > leapMs) log.warn('clock.leapt', { ms: leap })
      if (isLost) log.info('clock.followed_again')
      offset = measured
      isLost = false
    } catch (error) {
      if (!isLost) log.warn('clock.not_followed', { reason: String(error) })
      isLost = true
    }
  }

  const follow = async (): Promise<void> => {
    for (;;) {
      const isStopped = await nodeClock.sleep(intervalMs, stopping.signal).then(
        () => false,
        () => true,
      )
      if (isStopped) return
      await look()
    }
  }
  const following = follow()

  return {
    now: steadyTime(() => elapsed() + offset, elapsed),
    sleep: (ms, signal) => nodeClock.sleep(ms, signal),
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await following
    },
  }
}
