import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { describeItemTypeDetails } from '../testing/update-sessions/describe-item-type-details.ts'

describeItemTypeDetails({
  open: async () => ({ store: createMemoryStore(), blobs: createMemoryBlobStore(), hashing }),
})
