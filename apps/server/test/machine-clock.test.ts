import { createTestLog } from '@accession/core/testing'
import { expect, it } from 'vitest'
import { createMachineClock } from '../src/adapters/machine-clock.ts'

const hour = 3_600_000

/** A machine whose clock is set by hand, beside a steady one. */
const machine = () => {
  const { lines, ...log } = createTestLog()
  const times = { wall: Date.UTC(2026, 0, 31), steady: 0 }
  const clock = createMachineClock({ log, read: () => times.wall, elapsed: () => times.steady })
  const pass = (ms: number): void => {
    times.steady += ms
    times.wall += ms
  }
  const leaps = () => lines.map(({ event, fields }) => ({ event, ms: fields?.['ms'] }))
  return { times, clock, pass, leaps }
}

it('the machine’s clock is shown while it goes on as time does', () => {
  const { times, clock, pass, leaps } = machine()
  pass(12_345)
  expect(clock.now()).toBe(times.wall)
  pass(hour)
  expect(clock.now()).toBe(times.wall)
  expect(leaps()).toEqual([])
})

it('a leap forward is time that has passed, and is told once', () => {
  const { times, clock, pass, leaps } = machine()
  times.wall += 5 * hour
  expect(clock.now()).toBe(times.wall)
  pass(1_000)
  expect(clock.now()).toBe(times.wall)
  expect(leaps()).toEqual([{ event: 'clock.leapt', ms: 5 * hour }])
})

it('after a leap back time goes on at half speed until it is caught up', () => {
  const { times, clock, pass, leaps } = machine()
  const before = clock.now()
  times.wall -= 2 * hour
  expect(clock.now()).toBe(before)
  pass(hour)
  expect(clock.now()).toBe(before + hour / 2)
  pass(hour)
  expect(clock.now()).toBe(before + hour)
  pass(2 * hour)
  expect(clock.now()).toBe(times.wall)
  pass(hour)
  expect(clock.now()).toBe(times.wall)
  expect(leaps()).toEqual([{ event: 'clock.leapt', ms: -2 * hour }])
})

it('a clock that is corrected bit by bit is no leap', () => {
  const { times, clock, pass, leaps } = machine()
  for (let step = 0; step < 100; step++) {
    pass(60_000)
    times.wall += 500
    expect(clock.now()).toBe(times.wall)
  }
  expect(leaps()).toEqual([])
})
