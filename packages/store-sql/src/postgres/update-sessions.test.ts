import { createMemoryBlobStore } from '@accession/core/memory'
import { describeUpdateSessions, describeUpdateSessionsOnNodes } from '@accession/core/testing'
import { nodeHashing } from '../../test/node-hashing.ts'
import { sharedCatalog } from '../../test/postgres-catalog.ts'

const catalog = sharedCatalog()

const open = async () => ({
  store: await catalog.openEmpty(),
  blobs: createMemoryBlobStore(),
  hashing: nodeHashing,
})

describeUpdateSessions('postgres', { open }, { isOnNodes: true })
describeUpdateSessionsOnNodes('postgres', open)
