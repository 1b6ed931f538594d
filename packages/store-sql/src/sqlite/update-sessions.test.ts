import { createMemoryBlobStore } from '@accession/core/memory'
import { describeUpdateSessions } from '@accession/core/testing'
import { nodeHashing } from '../../test/node-hashing.ts'
import { sharedSqliteCatalog } from '../../test/sqlite-catalog.ts'

const openEmpty = await sharedSqliteCatalog()

describeUpdateSessions('sqlite', {
  async open() {
    const store = await openEmpty()
    const blobs = createMemoryBlobStore()
    const dispose = () => store[Symbol.asyncDispose]()
    return { store, blobs, hashing: nodeHashing, [Symbol.asyncDispose]: dispose }
  },
})
