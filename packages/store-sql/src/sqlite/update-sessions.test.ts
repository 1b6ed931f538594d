import { createHash } from 'node:crypto'
import { createMemoryBlobStore } from '@accession/core/memory'
import type { Hashing } from '@accession/core/ports'
import { describeUpdateSessions, testHashing } from '@accession/core/testing'
import { createSqliteStore } from './create-sqlite-store.ts'

const hashing: Hashing = {
  keyed: (key, text) => testHashing.keyed(key, text),
  digest(algorithm) {
    if (algorithm === 'CRC32') return testHashing.digest(algorithm)
    const hash = createHash(algorithm)
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') }
  },
}

describeUpdateSessions('sqlite', {
  async open() {
    const store = await createSqliteStore({ path: ':memory:' })
    const blobs = createMemoryBlobStore()
    return { store, blobs, hashing, [Symbol.asyncDispose]: () => store.close() }
  },
})
