import { createMemoryBlobStore } from '@accession/core/memory'
import { describeUpdateSessions } from '@accession/core/testing'
import { nodeHashing } from '../../test/node-hashing.ts'
import { sharedCatalog } from '../../test/postgres-catalog.ts'

const catalog = sharedCatalog()

describeUpdateSessions('postgres', {
  open: async () => ({
    store: await catalog.openEmpty(),
    blobs: createMemoryBlobStore(),
    hashing: nodeHashing,
  }),
})
