import { describeCompletingPulls, describePulls, isLong } from '@accession/core/testing'
import { describe, it } from 'vitest'
import { createSqliteStore } from './create-sqlite-store.ts'

const open = async () => {
  const store = await createSqliteStore({ path: ':memory:' })
  return { store, [Symbol.asyncDispose]: () => store.close() }
}

// In the default tier the conformance cases of pulls meet SQLite.
if (isLong) {
  describePulls('sqlite', open)
  describeCompletingPulls('sqlite', open)
} else describe.skip('pulls: sqlite', () => it('are left to the long tier', () => undefined))
