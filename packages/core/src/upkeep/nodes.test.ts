import { describe, expect, it } from 'vitest'
import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import { limits } from '../limits.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { insert } from '../ports/changes.ts'
import type { Blob } from '../ports/entities.ts'
import type { CommitOutcome, Store } from '../ports/store.ts'
import { scale } from '../testing/scale.ts'
import { sampleRow } from '../testing/store/sample-rows.ts'
import { findEvery } from '../testing/store/any-table.ts'
import { tardy } from '../testing/update-sessions/disguises.ts'
import { createRandom } from '../testing/update-sessions/random.ts'
import { createTestWorld } from '../testing/world.ts'
import { createRunningTransfers } from '../transfers/running-transfers.ts'
import type { World } from '../world.ts'
import { sweep } from './sweep.ts'

/** Rows that are due, and nodes that share them. */
const openNodes = async (count: number, ports = memoryPorts()) => {
  const test = createTestWorld({ ...ports, hashing })
  const nodes = Array.from({ length: count }, (): World => ({
    ...test.world,
    transfers: createRunningTransfers(),
  }))
  const addBlob = async (given: Partial<Blob> = {}): Promise<string> => {
    const dueAt = test.clock.now()
    const blob = sampleRow('blob', { id: test.world.ids.uuid(), references: 0, dueAt, ...given })
    await test.apply(insert('blob', blob))
    await ports.blobs.write(blob.id, bytes(), { signal: new AbortController().signal })
    return blob.id
  }
  const left = async (): Promise<string[]> =>
    (await findEvery(ports.store, 'blob')).map(({ id }) => id)
  return { ...test, nodes, addBlob, left }
}

async function* bytes() {
  yield new Uint8Array([1])
}

const memoryPorts = (): Pick<World, 'store' | 'blobs'> => ({
  store: createMemoryStore(),
  blobs: createMemoryBlobStore(),
})

/** Counts what is committed, and what was in the way. */
const counted = (store: Store) => {
  const outcomes: CommitOutcome['outcome'][] = []
  return {
    outcomes,
    store: {
      ...store,
      async commit(changes) {
        const result = await store.commit(changes)
        outcomes.push(result.outcome)
        return result
      },
    } satisfies Store,
  }
}

/** Counts how often each blob is deleted; some cannot be. */
const deleting = (blobs: World['blobs'], stuck = new Set<string>()) => {
  const asked: string[][] = []
  const deleted: string[] = []
  return {
    asked,
    deleted,
    blobs: {
      ...blobs,
      async delete(ids) {
        asked.push([...ids])
        if (ids.some((id) => stuck.has(id))) throw new Error('EIO')
        deleted.push(...ids)
        await blobs.delete(ids)
      },
    } satisfies World['blobs'],
  }
}

describe('sweeps of many nodes', () => {
  it('take turns: what is due is taken up once, whoever asks at the same time', async () => {
    for (let seed = 1; seed <= scale(20, 300); seed++) {
      const random = createRandom(seed)
      const memory = deleting(memoryPorts().blobs)
      const slow = tardy(random)({ store: createMemoryStore(), blobs: memory.blobs, hashing })
      const { nodes, addBlob, left } = await openNodes(3, slow)
      for (let count = 0; count < 5; count++) await addBlob()
      const swept = await Promise.all(nodes.map((node) => sweep(node)))
      const freed = swept.reduce((sum, { blobs_freed: count }) => sum + count, 0)
      expect(freed, `seed ${seed}`).toBe(5)
      expect(memory.deleted.length, `seed ${seed}`).toBe(5)
      expect(await left(), `seed ${seed}`).toEqual([])
    }
  })

  it('let another node have the turn when nothing is left', async () => {
    const { nodes, addBlob } = await openNodes(2)
    const [one, two] = nodes as [World, World]
    await addBlob()
    expect(await sweep(one)).toMatchObject({ blobs_freed: 1, more: true })
    await addBlob()
    expect(await sweep(two), 'while it is the turn of the first').toMatchObject({ blobs_freed: 0 })
    expect(await sweep(one)).toMatchObject({ blobs_freed: 1, more: true })
    expect(await sweep(one)).toMatchObject({ more: false })
    await addBlob()
    expect(await sweep(two)).toMatchObject({ blobs_freed: 1 })
  })

  it('go on without a node that died with the turn', async () => {
    const { nodes, addBlob, clock } = await openNodes(2)
    const [one, two] = nodes as [World, World]
    await addBlob()
    await sweep(one)
    await addBlob()
    clock.jump(limits.sweepTurnMs - 1)
    expect(await sweep(two)).toMatchObject({ blobs_freed: 0 })
    clock.jump(1)
    expect(await sweep(two)).toMatchObject({ blobs_freed: 1 })
  })

  it('ask once, and write nothing, while nothing is due', async () => {
    const { store, outcomes } = counted(createMemoryStore())
    const { nodes } = await openNodes(2, { store, blobs: createMemoryBlobStore() })
    for (const node of nodes) expect(await sweep(node)).toMatchObject({ more: false })
    expect(outcomes).toEqual([])
  })
})

describe('what is taken up together', () => {
  it('shares commits, however much it is', async () => {
    const { store, outcomes } = counted(createMemoryStore())
    const { world, addBlob, left } = await openNodes(1, { ...memoryPorts(), store })
    for (let count = 0; count < 50; count++) await addBlob()
    outcomes.length = 0
    expect(await sweep(world)).toMatchObject({ blobs_freed: 50 })
    expect(await left()).toEqual([])
    expect(outcomes, 'the turn, the claims, the rows').toEqual(Array(3).fill('committed'))
  })

  it('leaves out the one that somebody was faster with', async () => {
    const memory = createMemoryStore()
    let faster: (() => Promise<void>) | undefined
    const store: Store = {
      ...memory,
      async commit(changes) {
        const claims = changes.filter(({ kind, table }) => kind === 'write' && table === 'blob')
        if (claims.length > 1) await faster?.()
        return memory.commit(changes)
      },
    }
    const { store: watched, outcomes } = counted(store)
    const opened = await openNodes(1, { store: watched, blobs: createMemoryBlobStore() })
    const ids: string[] = []
    for (let count = 0; count < 16; count++) ids.push(await opened.addBlob())
    const taken = ids[5] as string
    faster = async () => {
      faster = undefined
      const change = { add: { references: 1 }, where: { state: 'STORED' as const } }
      await memory.commit([{ kind: 'adjust', table: 'blob', id: taken, raise: {}, ...change }])
    }
    outcomes.length = 0
    expect(await sweep(opened.world)).toMatchObject({ blobs_freed: 15 })
    expect(await opened.left()).toEqual([taken])
    expect(outcomes.filter((outcome) => outcome === 'changed')).toHaveLength(5)
  })

  it('is as much as a host allows', async () => {
    const { world, addBlob, left } = await openNodes(1)
    for (let count = 0; count < 7; count++) await addBlob()
    expect(await sweep(world, { batchMax: 5 })).toMatchObject({ blobs_freed: 5, more: true })
    expect(await sweep(world, { batchMax: 5 })).toMatchObject({ blobs_freed: 2, more: true })
    expect(await left()).toEqual([])
  })
})

describe('bytes that cannot be deleted', () => {
  it('hold no others up, are told of once, and tried again, later each time', async () => {
    const stuck = new Set<string>()
    const { blobs, asked } = deleting(createMemoryBlobStore(), stuck)
    const opened = await openNodes(1, { store: createMemoryStore(), blobs })
    const { world, clock, addBlob, left, logged } = opened
    for (let count = 0; count < 5; count++) await addBlob()
    const id = await addBlob()
    stuck.add(id)
    expect(await sweep(world)).toMatchObject({ blobs_freed: 5 })
    expect(await left()).toEqual([id])
    const tries = (): number => asked.filter((ids) => ids.length === 1 && ids[0] === id).length
    const waits: number[] = []
    for (let since = clock.now(); waits.length < 4; clock.jump(30_000)) {
      const before = tries()
      await sweep(world)
      if (tries() === before) continue
      waits.push(clock.now() - since)
      since = clock.now()
    }
    expect(waits.map((ms, index) => ms > (waits[index - 1] ?? 0))).toEqual(Array(4).fill(true))
    const told = logged.filter(({ event }) => event === 'upkeep.bytes_not_deleted')
    expect(told).toMatchObject([{ fields: { blob: id } }])
    stuck.clear()
    clock.jump(limits.freeingMaxMs)
    expect(await sweep(world)).toMatchObject({ blobs_freed: 1 })
    expect(await left()).toEqual([])
  })

  it('are not tried each for itself where none can be deleted', async () => {
    const stuck = new Set<string>()
    const { blobs, asked } = deleting(createMemoryBlobStore(), stuck)
    const { world, clock, addBlob, left } = await openNodes(1, {
      store: createMemoryStore(),
      blobs,
    })
    for (let count = 0; count < 100; count++) stuck.add(await addBlob())
    await expect(sweep(world)).rejects.toThrow('EIO')
    expect(asked.length).toBeLessThan(10)
    await sweep(world)
    expect(asked.length, 'they are not due yet').toBeLessThan(10)
    stuck.clear()
    clock.jump(limits.freeingMs)
    expect(await sweep(world)).toMatchObject({ blobs_freed: 100 })
    expect(await left()).toEqual([])
  })
})

it('deletes bytes that may still be written from outside once more, and then the row', async () => {
  const { blobs, deleted } = deleting(createMemoryBlobStore())
  const { world, clock, addBlob, left } = await openNodes(1, { store: createMemoryStore(), blobs })
  const id = await addBlob({ writableUntil: clock.now() + 900_000 })
  expect(await sweep(world)).toMatchObject({ blobs_freed: 1 })
  expect(await left()).toEqual([id])
  await blobs.write(id, bytes(), { signal: new AbortController().signal })
  clock.jump(899_999)
  expect(await sweep(world)).toMatchObject({ blobs_freed: 0 })
  clock.jump(1)
  expect(await sweep(world)).toMatchObject({ blobs_freed: 1 })
  expect(await left()).toEqual([])
  expect(deleted).toEqual([id, id])
})
