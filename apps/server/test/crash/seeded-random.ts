/** Chance that a seed repeats. */
export interface SeededRandom {
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number
  /** Whether something that happens this often happens now. */
  chance(probability: number): boolean
  pick<T>(values: readonly T[]): T
  bytes(size: number): Uint8Array<ArrayBuffer>
}

/** Mulberry32: small, and good enough to shuffle a load. */
export const seededRandom = (seed: number): SeededRandom => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number): number => Math.floor(next() * end)
  return {
    below,
    chance: (probability) => next() < probability,
    pick<T>(values: readonly T[]): T {
      return values[below(values.length)] as T
    },
    bytes(size) {
      const words = Uint32Array.from({ length: Math.ceil(size / 4) }, () => below(2 ** 32))
      return new Uint8Array(words.buffer, 0, size)
    },
  }
}
