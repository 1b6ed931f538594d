import { describeCompletingPulls, describePulls, isLong } from '@accession/core/testing'
import { describe, it } from 'vitest'
import { sharedCatalog } from '../../test/postgres-catalog.ts'

// In the default tier the conformance cases of pulls meet other engines.
if (isLong) {
  const catalog = sharedCatalog()
  const open = async () => ({ store: await catalog.openEmpty() })
  describePulls('postgres', open)
  describeCompletingPulls('postgres', open)
} else describe.skip('pulls: postgres', () => it('are left to the long tier', () => undefined))
