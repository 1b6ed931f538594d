import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../../limits.ts'
import type { Store } from '../../ports/store.ts'
import type { World } from '../../world.ts'
import { scale } from '../scale.ts'
import type { OpenTaskStore } from '../tasks/describe-runs.ts'
import { outcomeOf } from '../update-sessions/place.ts'
import { openPullPlace, sourceUrl } from './pull-place.ts'
import type { PullPlace } from './pull-place.ts'
import { contentOf } from './test-source.ts'

const mebibyte = 1024 * 1024
const ended = 'The node is dead'

/** A node that dies with its n-th commit: that one is still made, or it is not. */
const dyingAt = (world: World, commits: number, isMade: boolean): World => {
  let left = commits
  const { store } = world
  const alive =
    <Given extends readonly unknown[], R>(call: (...given: Given) => Promise<R>) =>
    async (...given: Given): Promise<R> => {
      if (left <= 0) throw new Error(ended)
      return call(...given)
    }
  const commit: Store['commit'] = async (changes) => {
    if (left <= 0) throw new Error(ended)
    left--
    if (left > 0) return store.commit(changes)
    if (isMade) await store.commit(changes)
    throw new Error(ended)
  }
  const dying = {
    find: alive(store.find.bind(store) as never),
    findWith: alive(store.findWith.bind(store) as never),
    ids: alive(store.ids.bind(store) as never),
    commit,
  } as unknown as Store
  return { ...world, store: dying }
}

/** Lets every lease and every session run out, and sweeps what they leave. */
const comeToRest = async (place: PullPlace): Promise<void> => {
  const { sessionTimeoutMs, sessionRetentionMs } = place.world.settings
  await place.carryOn()
  for (const ms of [
    limits.pullSegmentMs,
    sessionTimeoutMs,
    sessionRetentionMs,
    limits.freedAgainMs,
  ]) {
    await place.clock.advance(ms)
    await place.sweepAll()
  }
}

/** Nothing is stored but the bytes of the item's files, and each row knows its bytes. */
const checkBytes = async (place: PullPlace): Promise<void> => {
  const { store } = place.world
  const files = await store.find('itemFile', {
    where: { itemId: place.item, until: null },
    limit: 100,
  })
  const wanted = new Set(files.map(({ blobId }) => blobId))
  const stored = new Set<string>()
  for await (const { id } of place.blobs.list()) stored.add(id)
  expect(stored).toEqual(wanted)
  const rows = await store.ids('blob', { where: { id: { moreThan: '' } }, limit: 100 })
  expect(new Set(rows)).toEqual(wanted)
}

const act = (place: PullPlace, name: 'complete' | 'cancel') =>
  outcomeOf(place.call(place.caller, `updateSession.${name}`, { update_session_id: place.session }))

const moves = [
  'pull',
  'push',
  'remove',
  'complete',
  'cancel',
  'pass',
  'sweep',
  'run',
  'die',
  'fault',
] as const
type Move = (typeof moves)[number]

/** Whatever happens to the nodes and in which order, what was promised holds. */
export const describePullFaults = (engine: string, open: OpenTaskStore): void => {
  describe(`pulls, where nodes die: ${engine}`, () => {
    it.each([true, false])(
      'are finished by another, whichever commit was the last (made: %s)',
      async (isMade) => {
        for (let commits = 1; commits <= 12; commits += scale(2, 1)) {
          await using place = await openPullPlace(open)
          const content = contentOf(1.25 * mebibyte)
          await place.pull({ content, cuts: [1.125 * mebibyte] })
          expect(await act(place, 'complete')).toEqual({ result: undefined })
          const runner = place.newRunner(dyingAt(place.world, commits, isMade))
          await runner.takeUp().catch((error: unknown) => expect(String(error)).toContain(ended))
          await runner.idle()
          await place.carryOn()
          expect(await place.state(), `after commit ${commits}`).toBe('DONE')
          expect(await place.holds(content), `after commit ${commits}`).toBe(true)
          await comeToRest(place)
          await checkBytes(place)
        }
      },
    )

    it('hold what they promise in whatever order things happen', async () => {
      await assert(
        asyncProperty(array(constantFrom(...moves), { maxLength: 14 }), async (steps) => {
          await using place = await openPullPlace(open)
          await play(place, steps)
        }),
        { numRuns: scale(15, 300), seed: scale(7, Date.now()) },
      )
    })
  })
}

/** Plays steps, then looks whether the session came to the one end that they allow. */
const play = async (place: PullPlace, steps: readonly Move[]): Promise<void> => {
  const content = contentOf(1.5 * mebibyte)
  const update_session_id = place.session
  const file_name = 'disk.img'
  const promised: string[] = []
  const step: Readonly<Record<Move, () => Promise<unknown>>> = {
    pull: () => outcomeOf(place.pull({ content })),
    push: () =>
      outcomeOf(
        place.call(place.caller, 'updateSessionFile.add', {
          update_session_id,
          file_spec: { name: file_name, source_type: 'PUSH' },
        }),
      ),
    remove: () =>
      outcomeOf(
        place.call(place.caller, 'updateSessionFile.remove', { update_session_id, file_name }),
      ),
    complete: () => act(place, 'complete'),
    cancel: () => act(place, 'cancel'),
    pass: () => place.clock.advance(place.world.settings.sessionTimeoutMs / 3),
    sweep: () => place.sweepAll(),
    run: () => place.carryOn(),
    async die() {
      const runner = place.newRunner(dyingAt(place.world, 4, true))
      await runner.takeUp().catch(() => undefined)
      await runner.idle()
    },
    async fault() {
      place.source.files.set(sourceUrl, { content, cuts: [mebibyte], refusals: [503] })
    },
  }
  for (const move of steps) {
    const outcome = await step[move]()
    const isAnswered = JSON.stringify(outcome) === '{}'
    if (isAnswered && (move === 'complete' || move === 'cancel')) promised.push(move)
  }
  await place.carryOn()
  const state = await place.state()
  const [first] = promised
  // Whoever answered first decides; a completed session may still be cancelled until its pulls are in.
  if (first === undefined) expect(['ACTIVE', 'ERROR']).toContain(state)
  else if (promised.includes('cancel')) expect(state).toBe('CANCELED')
  else expect(state).toBe('DONE')
  const files = await place.call(place.caller, 'itemStorage.list', { library_item_id: place.item })
  if (state !== 'DONE') expect(files).toEqual([])
  else if (files.length > 0) expect(await place.holds(content)).toBe(true)
  await comeToRest(place)
  await checkBytes(place)
  expect((await place.tasks()).filter(({ endedAt }) => endedAt === null)).toEqual([])
}
