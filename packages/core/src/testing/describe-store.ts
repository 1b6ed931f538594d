import { afterEach, beforeEach, describe } from 'vitest'

import type { Store } from '../ports/store.ts'
import { describeAdjusts } from './store/describe-adjusts.ts'
import { describeAtomicity } from './store/describe-atomicity.ts'
import { describeFidelity } from './store/describe-fidelity.ts'
import { describeGuards } from './store/describe-guards.ts'
import { describeInserts } from './store/describe-inserts.ts'
import { describeModel } from './store/describe-model.ts'
import { describeQueries } from './store/describe-queries.ts'
import { describeRaces } from './store/describe-races.ts'

/** Opens an empty catalog, which the suite disposes of after each test. */
export type OpenStore = () => Promise<Store & Partial<AsyncDisposable>>

/** The conformance suite of `Store`: every adapter's test calls it, and keeps what it checks. */
export const describeStore = (name: string, open: OpenStore): void => {
  describe(`store: ${name}`, () => {
    let opened: (Store & Partial<AsyncDisposable>) | undefined

    beforeEach(async () => {
      opened = await open()
    })
    afterEach(async () => {
      await opened?.[Symbol.asyncDispose]?.()
      opened = undefined
    })
    const current = (): Store => {
      if (!opened) throw new Error('No store is open')
      return opened
    }

    describeInserts(current)
    describeFidelity(current)
    describeGuards(current)
    describeAdjusts(current)
    describeAtomicity(current)
    describeQueries(current)
    describeRaces(current)
    describeModel(current)
  })
}
