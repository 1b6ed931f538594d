import { describePublishedLists } from '@accession/core/testing'
import { createSqliteStore } from './create-sqlite-store.ts'

describePublishedLists('sqlite', async () => {
  const store = await createSqliteStore({ path: ':memory:' })
  return { store, [Symbol.asyncDispose]: () => store.close() }
})
