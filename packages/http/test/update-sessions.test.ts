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

const wires = {
  ...Object.fromEntries(
    Object.entries(sessionSpellings).map(([name, spelling]) => [`/${name}`, sessionWire(spelling)]),
  ),
  'JSON-RPC': jsonRpcWire,
}

// The conformance suite tries the others each time; here one has to do, but in the long tier.
const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const tried = Object.entries(wires).filter(([name]) => isLong || name === '/api')

for (const [name, wire] of tried) {
  describeUpdateSessions(`over ${name}`, {
    open: async () => ({ store: createMemoryStore(), blobs: createMemoryBlobStore(), hashing }),
    wire,
  })
}
