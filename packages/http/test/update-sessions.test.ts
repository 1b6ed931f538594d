import { createHash } from 'node:crypto'
import { createMemoryBlobStore, createMemoryStore } from '@accession/core/memory'
import type { Hashing } from '@accession/core/ports'
import { describeUpdateSessions, testHashing } from '@accession/core/testing'
import { jsonRpcWire, sessionSpellings, sessionWire } from './session-wire.ts'

const hashing: Hashing = {
  keyed: (key, text) => testHashing.keyed(key, text),
  digest(algorithm) {
    if (algorithm === 'CRC32') return testHashing.digest(algorithm)
    const hash = createHash(algorithm)
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest('hex') }
  },
}

for (const [name, spelling] of Object.entries(sessionSpellings)) {
  describeUpdateSessions(`over /${name}`, {
    open: async () => ({ store: createMemoryStore(), blobs: createMemoryBlobStore(), hashing }),
    wire: sessionWire(spelling),
  })
}

describeUpdateSessions('over JSON-RPC', {
  open: async () => ({ store: createMemoryStore(), blobs: createMemoryBlobStore(), hashing }),
  wire: jsonRpcWire,
})
