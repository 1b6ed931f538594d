import { createHash } from 'node:crypto'
import { env } from 'cloudflare:workers'
import { createMemoryBlobStore } from '@accession/core/memory'
import type { Hashing } from '@accession/core/ports'
import { describeUpdateSessions, testHashing } from '@accession/core/testing'
import { emptyDatabase } from '../../test/empty-d1.ts'
import { createD1Store } from './create-d1-store.ts'

const hashing: Hashing = {
  keyed: (key, text) => testHashing.keyed(key, text),
  digest(algorithm) {
    if (algorithm === 'CRC32') return testHashing.digest(algorithm)
    const hash = createHash(algorithm)
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') }
  },
}

describeUpdateSessions(
  'd1',
  {
    async open() {
      await emptyDatabase(env.DATABASE)
      const store = createD1Store({ database: env.DATABASE })
      return { store, blobs: createMemoryBlobStore(), hashing }
    },
  },
  { isSlow: true },
)
