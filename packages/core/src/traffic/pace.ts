import { limits } from '../limits.ts'
import type { World } from '../world.ts'

/**
 * How fast bytes may pass through this process, all transfers together. Whoever passes bytes takes
 * the time that they cost, and waits until those before them have had theirs; what is kept are
 * moments, so nobody waits for another one's request.
 */
export interface Pace {
  /** Bytes a second; Infinity holds nobody up. */
  setRate(bytesPerSecond: number): void
  /**
   * Takes the time of so many bytes; resolves when they may pass, undefined where that is now. While
   * they must not, `whileHeld` is called once a second.
   */
  pass(count: number, whileHeld: () => void): Promise<void> | undefined
}

/** A rate, and the moment from which the next bytes may pass. */
interface Rate {
  readonly bytesPerSecond: number
  freeAt: number
}

/** A pace that holds nobody up, until a rate is set. */
export const createPace = ({ clock, metrics }: Pick<World, 'clock' | 'metrics'>): Pace => {
  let rate: Rate = { bytesPerSecond: Infinity, freeAt: 0 }

  const hold = async (count: number, whileHeld: () => void): Promise<void> => {
    const own = rate
    const passAt = Math.max(metrics.now(), own.freeAt)
    own.freeAt = passAt + (count * 1000) / own.bytesPerSecond
    const restMs = (): number => (own === rate ? passAt - metrics.now() : 0)
    for (let rest = restMs(); rest > 0; rest = restMs()) {
      whileHeld()
      await clock.sleep(Math.min(rest, limits.transferProgressMs))
    }
    // Whoever waits when the rate changes takes its time anew.
    if (own !== rate) await pass(count, whileHeld)
  }

  const pass: Pace['pass'] = (count, whileHeld) =>
    rate.bytesPerSecond === Infinity ? undefined : hold(count, whileHeld)

  return {
    setRate(bytesPerSecond) {
      if (bytesPerSecond !== rate.bytesPerSecond) rate = { bytesPerSecond, freeAt: metrics.now() }
    },
    pass,
  }
}
