import { expect, it } from 'vitest'
import { retryAfterMs } from '../src/read-reply.ts'

const nowMs = Date.UTC(2026, 0, 31, 9, 30)

it.each([
  [null, undefined],
  ['2', 2_000],
  ['Sat, 31 Jan 2026 09:30:05 GMT', 5_000],
  ['Sat, 31 Jan 2026 09:29:00 GMT', 0],
  ['soon', undefined],
])('understands Retry-After: %s', (header, ms) => {
  expect(retryAfterMs(header, nowMs)).toBe(ms)
})
