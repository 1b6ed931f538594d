import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Change } from '../../ports/changes.ts'
import type { Store } from '../../ports/store.ts'
import { scale } from '../scale.ts'
import { findAny } from './any-table.ts'
import { commitArbitrary, modelTables, toChanges } from './model-commits.ts'
import { applyToModel, emptyModel } from './store-model.ts'

/** Random commits against a plain model of the catalog. */
export const describeModel = (current: () => Store): void => {
  describe('model', () => {
    it(
      'agrees with random commits',
      async () => {
        const store = current()
        const counts = { committed: 0, changed: 0, taken: 0 }
        let run = 0
        await fc.assert(
          fc.asyncProperty(
            fc.array(commitArbitrary, { maxLength: 30, size: 'max' }),
            async (commits) => {
              const world = `run ${String(++run).padStart(6, '0')}`
              let state = emptyModel()
              for (const commit of commits) {
                const changes: readonly Change[] = toChanges(commit, state, world)
                const answer = applyToModel(state, changes)
                if (!answer) continue
                const outcome = await store.commit(changes)
                expect(answer.outcomes).toContainEqual(outcome)
                counts[outcome.outcome]++
                state = answer.state
                for (const table of modelTables) {
                  const found = await findAny(store, table, { where: { id: { moreThan: world } } })
                  const rows = [...state[table].values()]
                  expect(found).toEqual(rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
                }
              }
            },
          ),
          { numRuns: scale(40, 1000) },
        )
        for (const [outcome, count] of Object.entries(counts)) {
          expect(count, outcome).toBeGreaterThan(0)
        }
      },
      scale(60_000, 1_200_000),
    )
  })
}
