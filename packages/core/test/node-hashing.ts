import { createHash } from 'node:crypto'
import type { Hashing } from '../src/ports/hashing.ts'
import { testHashing } from '../src/testing/hashing.ts'

/** Digests in all the algorithms. */
export const nodeHashing: Hashing = {
  keyed: (key, text) => testHashing.keyed(key, text),
  digest(algorithm) {
    if (algorithm === 'CRC32') return testHashing.digest(algorithm)
    const hash = createHash(algorithm)
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') }
  },
}
