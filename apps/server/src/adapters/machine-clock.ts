import { performance } from 'node:perf_hooks'
import type { Clock, Log } from '@accession/core/ports'
import { nodeClock } from './node-clock.ts'
import { steadyTime } from './steady-time.ts'

export interface MachineClockOptions {
  readonly log: Pick<Log, 'warn'>
  /** Milliseconds since 1970, as the machine shows them. @default Date.now */
  readonly read?: () => number
  /** Milliseconds of a clock that never goes back. @default performance.now */
  readonly elapsed?: () => number
}

/** A machine's clock that moves by more at once was set. */
const leapMs = 1_000

/**
 * The clock of the machine, for a catalog that one machine has for itself. A leap forward is taken
 * for time that has passed, as while a machine sleeps; a leap back never makes anything younger.
 * Both are told of.
 */
export const createMachineClock = (options: MachineClockOptions): Clock => {
  const { log, read = Date.now, elapsed = () => performance.now() } = options
  let offset = read() - elapsed()
  const readAndTell = (): number => {
    const time = read()
    const leap = time - elapsed() - offset
    offset += leap
    if (Math.abs(leap) > leapMs) log.warn('clock.leapt', { ms: Math.round(leap) })
    return time
  }
  return {
    now: steadyTime(readAndTell, elapsed),
    sleep: (ms, signal) => nodeClock.sleep(ms, signal),
  }
}
