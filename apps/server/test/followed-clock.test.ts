import { createTestLog } from '@accession/core/testing'
import { describe, expect, it } from 'vitest'
import { followClock } from '../src/adapters/followed-clock.ts'

const hour = 3_600_000

/** A common clock that is read over a way that takes its time, and a steady one, both set by hand. */
const handMade = () => {
  const { lines, ...log } = createTestLog()
  const times = { steady: 1_000, common: Date.now() + hour, there: 4, back: 4, isAway: false }
  const pass = (ms: number): void => {
    times.steady += ms
    times.common += ms
  }
  let looks = 0
  const readTime = async (): Promise<number> => {
    looks++
    if (times.isAway) throw new Error('away')
    pass(times.there)
    const read = times.common
    pass(times.back)
    return read
  }
  const follow = (intervalMs = hour) =>
    followClock({ readTime, log, intervalMs, elapsed: () => times.steady })
  const looked = async (more: number): Promise<void> => {
    const until = looks + more
    await expect.poll(() => looks, { interval: 1 }).toBeGreaterThanOrEqual(until)
  }
  const events = (): string[] => lines.map(({ event }) => event)
  return { times, pass, follow, looked, events }
}

describe('a clock that follows another', () => {
  it('shows its time, however far the machine is off, and says so', async () => {
    const { times, pass, follow, events } = handMade()
    await using clock = await follow()
    expect(clock.now()).toBe(times.common)
    pass(12_345)
    expect(clock.now()).toBe(times.common)
    expect(events()).toEqual(['clock.machine_differs'])
  })

  it('is off by half a round trip at most', async () => {
    const { times, follow } = handMade()
    Object.assign(times, { there: 10, back: 0 })
    await using clock = await follow()
    expect(Math.abs(clock.now() - times.common)).toBeLessThanOrEqual(5)
  })

  it('follows a leap forward, and goes on at half speed after one back', async () => {
    const { times, pass, follow, looked, events } = handMade()
    await using clock = await follow(1)
    times.common += hour
    await looked(6)
    expect(clock.now()).toBe(times.common)
    const latest = clock.now()
    const since = times.steady
    times.common -= 60_000
    await looked(6)
    expect(clock.now()).toBe(Math.floor(latest + (times.steady - since) / 2))
    pass(121_000)
    await looked(6)
    expect(clock.now()).toBe(times.common)
    expect(events()).toContain('clock.leapt')
  })

  it('goes on by itself while nobody answers, and tells it once', async () => {
    const { times, pass, follow, looked, events } = handMade()
    await using clock = await follow(1)
    times.isAway = true
    await looked(3)
    pass(5_000)
    expect(clock.now()).toBe(times.common)
    expect(events().filter((event) => event === 'clock.not_followed')).toHaveLength(1)
    times.isAway = false
    await looked(4)
    expect(events()).toContain('clock.followed_again')
  })

  it('does not begin without a first look', async () => {
    const { times, follow } = handMade()
    times.isAway = true
    await expect(follow()).rejects.toThrow('away')
  })
})
