import { describe, expect, it } from 'vitest'
import { nodeHashing } from './node-hashing.ts'

describe('hashing on Node', () => {
  it.each([
    ['SHA1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['MD5', '900150983cd24fb0d6963f7d28e17f72'],
    ['CRC32', '352441c2'],
    ['SHA256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ] as const)('digests piece by piece by %s', async (algorithm, expected) => {
    const digest = nodeHashing.digest(algorithm)
    await digest.update(new TextEncoder().encode('a'))
    await digest.update(new TextEncoder().encode('bc'))
    expect(await digest.hex()).toBe(expected)
  })

  it('makes a keyed hash', async () => {
    const expected = '97yD9DBThCSxMpjmqm-xQ-9NWaFJRhdZl0edvC0aPNg'
    expect(await nodeHashing.keyed('key', 'The quick brown fox jumps over the lazy dog')).toBe(
      expected,
    )
  })
})
