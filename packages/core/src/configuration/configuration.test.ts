import { describe, expect, it } from 'vitest'
import type { Caller } from '../access/caller.ts'
import type { ConfigurationModel } from '../contract/configuration.ts'
import { limits } from '../limits.ts'
import { insert, write } from '../ports/changes.ts'
import { createTestWorld } from '../testing/world.ts'
import type { World } from '../world.ts'
import { configurationNames } from './configuration-fields.ts'
import { getConfiguration } from './get-configuration.ts'
import { knownConfiguration } from './known-configuration.ts'
import { configurationRowId } from './read-configuration.ts'
import { updateConfiguration } from './update-configuration.ts'

const presets = {
  automatic_sync_enabled: true,
  automatic_sync_start_hour: 20,
  automatic_sync_stop_hour: 7,
  automatic_sync_refresh_interval: 240,
  automatic_sync_setting_refresh_interval: 600,
  maximum_concurrent_item_syncs: 5,
  transfer_throttling_bandwidth_total: 0,
  transfer_threads_pool_size: 0,
  priority_transfer_threads_pool_size: 0,
  transfer_nfc_max_concurrent_transfers_per_host: 8,
}

const openWorld = async () => {
  const test = createTestWorld()
  const caller = await test.addCaller()
  const get = (by: Caller = caller) => getConfiguration(test.world, by)
  const update = (model: ConfigurationModel, by: Caller = caller) =>
    updateConfiguration(test.world, by, { model })
  const values = async (): Promise<object> => {
    const model = await get()
    return Object.fromEntries(configurationNames.map((name) => [name, model[name]]))
  }
  return { ...test, caller, get, update, values }
}

describe('the configuration', () => {
  it('has the values of the reference, and bounds no transfers, until somebody changes it', async () => {
    const { values } = await openWorld()
    expect(await values()).toEqual(presets)
  })

  it('tells what each value can be', async () => {
    const { get } = await openWorld()
    const model = await get()
    expect(Object.keys(model)).toHaveLength(2 * configurationNames.length)
    expect(model.automatic_sync_enabled_setting).toEqual({
      name: 'automatic_sync_enabled',
      reboot_required: false,
      constraints: [{ ENUMERATION: 'true' }, { ENUMERATION: 'false' }],
    })
    expect(model.automatic_sync_start_hour_setting).toEqual({
      name: 'automatic_sync_start_hour',
      reboot_required: false,
      constraints: [{ MIN_INCLUSIVE: '0' }, { MAX_INCLUSIVE: '23' }],
    })
  })

  it('changes what is given, and nothing else', async () => {
    const { values, update, logged } = await openWorld()
    await update({ automatic_sync_enabled: false, maximum_concurrent_item_syncs: 9 })
    await update({ automatic_sync_start_hour: 0 })
    expect(await values()).toEqual({
      ...presets,
      automatic_sync_enabled: false,
      maximum_concurrent_item_syncs: 9,
      automatic_sync_start_hour: 0,
    })
    expect(logged.map(({ event, fields }) => [event, fields?.['names']])).toEqual([
      ['configuration.update', 'automatic_sync_enabled, maximum_concurrent_item_syncs'],
      ['configuration.update', 'automatic_sync_start_hour'],
    ])
    await update({})
    expect(logged).toHaveLength(2)
  })

  it('takes a whole model back as it was read, whatever its settings say', async () => {
    const { get, update } = await openWorld()
    await update({ transfer_threads_pool_size: 7 })
    const model = await get()
    const other = { name: 'other', reboot_required: true, constraints: [] }
    await update({ ...model, transfer_threads_pool_size_setting: other })
    expect(await get()).toEqual(model)
  })

  it.each(configurationNames.filter((name) => name !== 'automatic_sync_enabled'))(
    'takes %s within its constraints alone, and else changes nothing',
    async (name) => {
      const { get, update, values } = await openWorld()
      const { constraints = [] } = (await get())[`${name}_setting`] ?? {}
      const [min, max] = constraints.flatMap((one) => Object.values(one)).map(Number)
      if (min === undefined || max === undefined) throw new Error(`${name} has no bounds`)
      for (const value of [min, max]) {
        await update({ [name]: value })
        expect(await values()).toMatchObject({ [name]: value })
      }
      const before = await values()
      for (const value of [min - 1, max + 1, -1, Number.MAX_SAFE_INTEGER]) {
        const more = { automatic_sync_enabled: false, [name]: value }
        await expect(update(more)).rejects.toMatchObject({
          id: 'accession.configuration.out_of_bounds',
          type: 'INVALID_ARGUMENT',
          args: [name, String(value), String(min), String(max)],
        })
      }
      expect(await values()).toEqual(before)
    },
  )

  it('loses no change of many at once', async () => {
    const { values, update } = await openWorld()
    await Promise.all([
      update({ automatic_sync_start_hour: 1 }),
      update({ automatic_sync_stop_hour: 2 }),
      update({ maximum_concurrent_item_syncs: 3 }),
    ])
    expect(await values()).toMatchObject({
      automatic_sync_start_hour: 1,
      automatic_sync_stop_hour: 2,
      maximum_concurrent_item_syncs: 3,
    })
  })

  it('keeps what another version has written, and goes by what it understands', async () => {
    const { world, values, update, apply } = await openWorld()
    const value = JSON.stringify({ later: 1, automatic_sync_start_hour: 24 })
    await apply(insert('setting', { id: configurationRowId, revision: 1, value }))
    expect(await values()).toEqual(presets)
    await update({ automatic_sync_stop_hour: 3 })
    const query = { where: { id: configurationRowId }, limit: 1 }
    const [row] = await world.store.find('setting', query)
    expect(JSON.parse(row?.value ?? '')).toEqual({
      later: 1,
      automatic_sync_start_hour: 24,
      automatic_sync_stop_hour: 3,
    })
  })

  it('is for who administers the system', async () => {
    const { get, update, addCaller, addLibrary } = await openWorld()
    const { id: libraryId } = await addLibrary()
    for (const grants of [
      [{ role: 'editor', libraryId: null }],
      [{ role: 'admin', libraryId }],
    ] as const) {
      const other = await addCaller(grants)
      await expect(get(other)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
      await expect(update({}, other)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    }
  })
})

const openCounted = async () => {
  const test = await openWorld()
  let reads = 0
  const { store } = test.world
  const counting: World = {
    ...test.world,
    store: {
      ...store,
      find(table, query) {
        if (table === 'setting') reads++
        return store.find(table, query)
      },
    },
  }
  const size = async () => (await knownConfiguration(counting)).transfer_threads_pool_size
  return { ...test, size, reads: () => reads }
}

describe('what a process knows of the configuration', () => {
  it('is read again after a while, once for all that ask', async () => {
    const { clock, update, size, reads } = await openCounted()
    expect(await size()).toBe(0)
    await update({ transfer_threads_pool_size: 3 })
    expect(await size()).toBe(0)
    expect(reads()).toBe(1)
    await clock.advance(limits.configurationMs)
    await Promise.all([size(), size(), size()])
    expect(reads()).toBe(2)
    expect(await size()).toBe(3)
  })

  it('is its own change at once', async () => {
    const { world, update } = await openWorld()
    await knownConfiguration(world)
    await update({ transfer_threads_pool_size: 3 })
    expect(await knownConfiguration(world)).toMatchObject({ transfer_threads_pool_size: 3 })
  })

  it('is what it was while the clock is set back', async () => {
    const { clock, world, apply, size } = await openCounted()
    const row = { id: configurationRowId, revision: 1, value: '{}' }
    await apply(insert('setting', row))
    await size()
    await apply(write('setting', row, { value: '{"transfer_threads_pool_size":4}' }))
    clock.jump(-limits.configurationMs)
    expect(await size()).toBe(4)
    expect(world.clock.now()).toBe(clock.now())
  })
})
