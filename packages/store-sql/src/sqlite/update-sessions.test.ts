import { createMemoryBlobStore } from '@accession/core/memory'
import { describeUpdateSessions } from '@accession/core/testing'
import { nodeHashing } from '../../test/node-hashing.ts'
import { createSqliteStore } from './create-sqlite-store.ts'

describeUpdateSessions('sqlite', {
  async open() {
    const store = await createSqliteStore({ path: ':memory:' })
    const blobs = createMemoryBlobStore()
    return { store, blobs, hashing: nodeHashing, [Symbol.asyncDispose]: () => store.close() }
  },
})
