import { describe, expect, it } from 'vitest'
import { createNodeIds } from './node-ids.ts'

describe('ids on Node', () => {
  it('are UUIDs of version 7 that grow strictly, also when the clock goes back', () => {
    let now = 1_700_000_000_000
    const ids = createNodeIds(() => now)
    const made = Array.from({ length: 20_000 }, (_, index) => {
      if (index === 10_000) now -= 5000
      return ids.uuid()
    })
    expect(made.toSorted()).toEqual(made)
    expect(new Set(made).size).toBe(made.length)
    const v7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    expect(made.every((id) => v7.test(id))).toBe(true)
  })

  it('make secrets of 256 bits', () => {
    expect(createNodeIds().secret()).toMatch(/^[\w-]{43}$/)
  })
})
