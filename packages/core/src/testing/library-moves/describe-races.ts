import { expect, it } from 'vitest'
import { limits } from '../../limits.ts'
import type { Store } from '../../ports/store.ts'
import { scale } from '../scale.ts'
import { mortal } from '../tasks/counting.ts'
import type { OpenTaskStore } from '../tasks/describe-runs.ts'
import { waitAtRandom } from '../update-sessions/disguises.ts'
import { createRandom } from '../update-sessions/random.ts'
import type { Random } from '../update-sessions/random.ts'
import { until } from '../update-sessions/until.ts'
import { countIn, openMovePlace } from './move-place.ts'
import type { MovePlace } from './move-place.ts'

/** Moves beside everything else that may be done with a library. */
export const describeMoveRaces = (open: OpenTaskStore): void => {
  it('a library that moves while it is used loses nothing, and leaves nothing behind', async () => {
    for (let seed = 1; seed <= scale(1, 150); seed++) {
      const random = createRandom(seed)
      await using place = await openMovePlace(
        open,
        (blobs) => blobs,
        (store) => tardyStore(store, random),
      )
      await raceOnce(place, random, `seed ${seed}`)
    }
  })
}

const tardyStore = (store: Store, random: Random): Store => ({
  ...store,
  async commit(changes) {
    await waitAtRandom(random)
    const outcome = await store.commit(changes)
    await waitAtRandom(random)
    return outcome
  },
})

type Contents = Record<string, string>

const raceOnce = async (place: MovePlace, random: Random, seed: string): Promise<void> => {
  const { caller, clock, world } = place
  const library_id = await place.newLibrary()
  const still: Contents = { a: 'one', b: 'two' }
  const [read = '', changed = '', copied = '', deleted = ''] = await Promise.all(
    [1, 2, 3, 4].map(() => place.newItem(library_id, still)),
  )
  const session = await place.begin(changed)
  await place.send(await place.add(session, 'a'), 'changed')
  const answered = place.migrate(library_id)
  await until(async () => (await place.libraryOf(library_id)).place === 'archive')

  const later = async (work: () => Promise<unknown>): Promise<unknown> => {
    for (let waits = random.below(12); waits > 0; waits--) await waitAtRandom(random)
    return work()
  }
  const { node, die } = mortal(world)
  const isDoomed = random.below(2) === 0
  const copies: string[] = []
  await Promise.all([
    later(() => place.carryOn(node)).catch((error: unknown) => {
      if (!isDoomed) throw error
    }),
    later(() => place.carryOn()),
    later(async () => isDoomed && die()),
    later(async () => {
      await place.send(await place.add(session, 'c'), 'added')
      await place.complete(session)
    }),
    later(async () => {
      const destination_create_spec = { library_id, name: 'a copy' }
      const input = { source_library_item_id: copied, destination_create_spec }
      copies.push(await place.call(caller, 'item.copy', input))
    }),
    later(() => place.call(caller, 'item.delete', { library_item_id: deleted })),
    ...Array.from({ length: 5 }, () =>
      later(async () => expect(await place.read(read), seed).toEqual(still)),
    ),
  ])
  for (let round = 0; round < 4; round++) {
    clock.jump(limits.taskLeaseMs + limits.moveLooksAgainMs + limits.taskBackoffMs)
    await place.carryOn()
  }

  expect(await clock.passUntil(answered), seed).toEqual({ result: undefined })
  expect(await place.moveOf(library_id), seed).toMatchObject({ status: 'SUCCEEDED' })
  await place.comeToRest()
  expect(await place.read(read), seed).toEqual(still)
  expect(await place.read(copied), seed).toEqual(still)
  expect(await place.read(copies[0] ?? ''), seed).toEqual(still)
  expect(await place.read(changed), seed).toEqual({ a: 'changed', b: 'two', c: 'added' })
  const files = (
    await Promise.all(
      [read, changed, copied, ...copies].map((itemId) =>
        world.store.find('itemFile', { where: { itemId, until: null }, limit: 10 }),
      ),
    )
  ).flat()
  const references = new Map<string, number>()
  for (const { blobId } of files) {
    references.set(blobId ?? '', (references.get(blobId ?? '') ?? 0) + 1)
  }
  const rows = await world.store.find('blob', { where: { id: { moreThan: '' } }, limit: 100 })
  expect(new Map(rows.map((blob) => [blob.id, blob.references])), seed).toEqual(references)
  for (const blob of rows) expect(blob, seed).toMatchObject({ state: 'STORED', place: 'archive' })
  expect(await countIn(place.archive), seed).toBe(references.size)
  expect(await countIn(place.main), seed).toBe(0)
}
