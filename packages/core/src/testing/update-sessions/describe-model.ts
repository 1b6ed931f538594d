import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { scale } from '../scale.ts'
import { expectNoOrphan, expectReferencesCounted, lookAtItem } from './look.ts'
import type { ModelStage } from './model-stage.ts'
import { moveOf, stepArbitrary } from './model-steps.ts'
import type { KindOfStep } from './model-steps.ts'
import { openPlace, outcomeOf } from './place.ts'
import type { SessionPlace, SessionSuite } from './place.ts'

const grant = (role: 'admin' | 'editor' | 'viewer') => [{ role, libraryId: null }]

const openStage = async (place: SessionPlace): Promise<ModelStage> => {
  const callers = [
    await place.addCaller(grant('admin')),
    await place.addCaller(grant('editor')),
    await place.addCaller(grant('viewer')),
  ] as const
  const { id: library } = await place.addLibrary()
  const items = [await place.addItem(library), await place.addItem(library)]
  await place.addItemFile(items[0]?.id ?? '', 'a', 'the first')
  const state = {
    items: items.map(({ id }, index) => ({
      id,
      isDeleted: false,
      version: 1,
      contentVersion: 1,
      files: new Map(index === 0 ? [['a', { content: 'the first', version: 1 }]] : []),
    })),
    sessions: [],
    known: new Set<never>(),
    endpoints: [],
    tokens: new Map<string, never>(),
  }
  return { place, callers, library, state }
}

const expectItemsAsModelled = async ({ place, state }: ModelStage, why: string): Promise<void> => {
  for (const item of state.items) {
    const files = [...item.files]
      .map(([name, file]) => ({ name, ...file }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    const { version, contentVersion } = item
    const size = files.reduce((sum, { content }) => sum + content.length, 0)
    const expected = { version, contentVersion, size, fileCount: files.length, files }
    const found = await lookAtItem(place.world, item.id)
    expect(found, why).toEqual(item.isDeleted ? undefined : expected)
  }
}

/** Takes a step, holds its outcome against the model, and answers that outcome's name. */
const take = async (
  stage: ModelStage,
  step: KindOfStep,
  why: string,
): Promise<string | undefined> => {
  const move = await moveOf(stage, step)
  if (!move) return undefined
  const outcome = (await outcomeOf(move.call())) as {
    id?: string
    args?: readonly string[]
    result?: unknown
  }
  const { expected } = move
  if ('id' in expected) {
    expect(outcome, why).toMatchObject({ id: expected.id })
    expect(outcome.args?.slice(0, expected.args?.length ?? 0), why).toEqual(expected.args ?? [])
    return `${step.kind}: ${expected.id}`
  }
  expect(outcome, why).not.toHaveProperty('id')
  if (typeof expected.result === 'object') expect(outcome, why).toMatchObject(expected)
  else if (expected.result !== undefined) expect(outcome, why).toEqual(expected)
  move.learn?.(outcome.result)
  return step.kind
}

/** Random sequences of all that can be done with sessions, against a plain model. */
export const describeSessionModel = (suite: SessionSuite): void => {
  describe('model', () => {
    it(
      'agrees with random sequences of calls',
      async () => {
        const outcomes = new Set<string>()
        await fc.assert(
          fc.asyncProperty(
            fc.array(stepArbitrary, { maxLength: 80, size: 'max' }),
            async (steps) => {
              await using place = await openPlace(suite)
              const stage = await openStage(place)
              for (const [index, step] of steps.entries()) {
                const why = `step ${index}: ${JSON.stringify(step)}`
                const outcome = await take(stage, step, why)
                if (outcome !== undefined) outcomes.add(outcome)
              }
              await expectItemsAsModelled(stage, 'after the last step')
              await expectReferencesCounted(place.world, 'after the last step')
              await place.comeToRest()
              await expectItemsAsModelled(stage, 'at rest')
              await expectNoOrphan(place.world, 'at rest')
            },
          ),
          { numRuns: scale(60, 1000) },
        )
        for (const outcome of seenForSure) expect(outcomes).toContain(outcome)
      },
      scale(60_000, 1_800_000),
    )
  })
}

/** What random sequences reach whatever the seed, so that the model is not idle. */
const seenForSure = [
  'create',
  'create: accession.update_session.item_busy',
  'add',
  'upload',
  'upload: accession.transfer.not_wanted',
  'complete',
  'complete: accession.update_session.files_not_ready',
  'get: accession.update_session.not_found',
]
