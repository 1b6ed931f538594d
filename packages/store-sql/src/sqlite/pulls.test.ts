import { describePulls, scale } from '@accession/core/testing'
import { describe, it } from 'vitest'
import { createSqliteStore } from './create-sqlite-store.ts'

// In the default tier the conformance cases of pulls meet SQLite.
if (scale(0, 1) === 1)
  describePulls('sqlite', async () => {
    const store = await createSqliteStore({ path: ':memory:' })
    return { store, [Symbol.asyncDispose]: () => store.close() }
  })
else describe.skip('pulls: sqlite', () => it('are left to the long tier', () => undefined))
