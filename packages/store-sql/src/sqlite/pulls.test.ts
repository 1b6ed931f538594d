import { describePulls } from '@accession/core/testing'
import { createSqliteStore } from './create-sqlite-store.ts'

describePulls('sqlite', async () => {
  const store = await createSqliteStore({ path: ':memory:' })
  return { store, [Symbol.asyncDispose]: () => store.close() }
})
