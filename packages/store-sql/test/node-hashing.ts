import { createHash } from 'node:crypto'
import type { Hashing } from '@accession/core/ports'
import { testHashing } from '@accession/core/testing'

/** Digests by Node where it has them. */
export const nodeHashing: Hashing = {
  keyed: (key, text) => testHashing.keyed(key, text),
  digest(algorithm) {
    if (algorithm === 'CRC32') return testHashing.digest(algorithm)
    const hash = createHash(algorithm)
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') }
  },
}
