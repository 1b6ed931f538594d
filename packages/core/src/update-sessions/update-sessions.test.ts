import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { describeUpdateSessions } from '../testing/describe-update-sessions.ts'

describeUpdateSessions('memory', {
  open: async () => ({ store: createMemoryStore(), blobs: createMemoryBlobStore(), hashing }),
})
