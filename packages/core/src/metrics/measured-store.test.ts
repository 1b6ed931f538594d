import { expect, it } from 'vitest'
import { createMemoryStore } from '../memory/store.ts'
import { insert } from '../ports/changes.ts'
import { measured } from '../testing/measured.ts'
import { sampleRow } from '../testing/store/sample-rows.ts'
import { createMetrics } from './create-metrics.ts'
import { measuredStore } from './measured-store.ts'

const reads = 'accession_store_read_duration_seconds'
const commits = 'accession_store_commit_duration_seconds'
const anySetting = { where: { id: 'a' }, limit: 1 }

it('a measured store answers as the store, and tells how each call ended', async () => {
  const metrics = createMetrics()
  const store = measuredStore(createMemoryStore(), metrics)
  const row = sampleRow('setting', { id: 'a' })
  expect(await store.commit([insert('setting', row)])).toEqual({ outcome: 'committed' })
  expect(await store.commit([insert('setting', row)])).toMatchObject({ outcome: 'taken' })
  expect(await store.find('setting', anySetting)).toEqual([row])
  expect(await store.ids('setting', anySetting)).toEqual(['a'])
  expect(measured(metrics, reads, { outcome: 'ok' })).toBe(2)
  expect(measured(metrics, commits, { outcome: 'committed' })).toBe(1)
  expect(measured(metrics, commits, { outcome: 'taken' })).toBe(1)
})

it('a failure is told as one, with the time it took', async () => {
  let now = 0
  const metrics = createMetrics(() => now)
  const failing = async (): Promise<never> => {
    now += 200
    throw new Error('gone')
  }
  const store = measuredStore({ ...createMemoryStore(), find: failing, commit: failing }, metrics)
  await expect(store.find('setting', anySetting)).rejects.toThrow('gone')
  await expect(store.commit([])).rejects.toThrow('gone')
  for (const name of [reads, commits] as const) {
    expect(measured(metrics, name)).toBe(1)
    const told = metrics.families().find((family) => family.name === name)?.samples ?? []
    expect(told.filter(({ suffix }) => suffix === '_sum').map(({ value }) => value)).toContain(0.2)
  }
})
