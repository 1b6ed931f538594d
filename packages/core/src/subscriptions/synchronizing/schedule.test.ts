import { describe, expect, it } from 'vitest'
import { openMirror } from '../../../test/mirror.ts'
import {
  configurationFields,
  configurationNames,
} from '../../configuration/configuration-fields.ts'
import type { Configuration } from '../../configuration/configuration-fields.ts'
import { updateConfiguration } from '../../configuration/update-configuration.ts'
import { limits } from '../../limits.ts'
import { sweep } from '../../upkeep/sweep.ts'
import { scheduledLook } from './schedule.ts'

const minute = 60_000
const hour = 60 * minute

const presets = Object.fromEntries(
  configurationNames.map((name) => [name, configurationFields[name].preset]),
) as unknown as Configuration

const at = (hours: number, minutes = 0): number => Date.UTC(2026, 0, 31, hours, minutes)

describe('the schedule', () => {
  it.each<[string, Partial<Configuration>, number | null, number, boolean, number]>([
    ['within the hours, never begun', {}, null, at(21), true, 10],
    ['within the hours, past midnight', {}, null, at(3), true, 10],
    ['at the first of them', {}, null, at(20), true, 10],
    ['at the last of them', {}, null, at(6, 59), true, 10],
    ['when they are over', {}, null, at(7), false, 10],
    ['before them', {}, null, at(19, 55), false, 5],
    ['an interval ago', {}, at(17), at(21), true, 10],
    ['not yet an interval ago', {}, at(18), at(21, 55), false, 5],
    ['all day', { automatic_sync_stop_hour: 20 }, null, at(12), true, 10],
    [
      'by day',
      { automatic_sync_start_hour: 8, automatic_sync_stop_hour: 9 },
      null,
      at(8),
      true,
      10,
    ],
    [
      'by day, later',
      { automatic_sync_start_hour: 8, automatic_sync_stop_hour: 9 },
      null,
      at(9),
      false,
      10,
    ],
    ['switched off', { automatic_sync_enabled: false }, null, at(21), false, 10],
    ['every minute', { automatic_sync_refresh_interval: 1 }, at(21), at(21, 1), true, 1],
  ])('%s', (_, changed, begunAt, now, isDue, minutes) => {
    const look = scheduledLook({ ...presets, ...changed }, { begunAt }, now)
    expect(look).toEqual({ isDue, lookAt: now + minutes * minute })
  })
})

/** One that was synchronized once, and is again every hour, whatever the hour. */
const open = async () => {
  const mirror = await openMirror([{ id: 'a', name: 'Ubuntu' }], { automatic_sync_enabled: true })
  const { world, caller } = mirror
  await mirror.runTasks()
  await updateConfiguration(world, caller, {
    model: {
      automatic_sync_start_hour: 0,
      automatic_sync_stop_hour: 0,
      automatic_sync_refresh_interval: 60,
    },
  })
  const pass = async (ms: number): Promise<void> => {
    await mirror.clock.advance(ms)
    while ((await sweep(world)).more);
    await mirror.runTasks()
  }
  return { ...mirror, pass }
}

describe('a library that is synchronized by itself', () => {
  it('follows its publisher once in an interval', async () => {
    const mirror = await open()
    mirror.publisher.publish([{ id: 'a', name: 'Debian' }])
    mirror.publisher.asked.length = 0
    await mirror.pass(0)
    await mirror.pass(59 * minute)
    expect(mirror.publisher.asked).toEqual([])
    await mirror.pass(minute)
    expect(Object.keys(await mirror.contents())).toEqual(['Debian'])
    expect(await mirror.lastTask()).toMatchObject({ userName: 'schedule', operation: 'sync' })
    mirror.publisher.asked.length = 0
    await mirror.pass(hour)
    expect(mirror.publisher.asked).toEqual(['lib.json'])
  })

  it('names nobody as the one who changed an item', async () => {
    const mirror = await open()
    mirror.publisher.publish([{ id: 'a', name: 'Debian' }])
    await mirror.pass(hour)
    const [item] = (await mirror.rows()).items
    const where = { itemId: item?.id ?? '', version: 2 }
    const [change] = await mirror.world.store.find('itemChange', { where, limit: 1 })
    expect(change).toMatchObject({ userName: null, message: 'Renamed from Ubuntu to Debian' })
  })

  it('waits while it is in maintenance, and no longer', async () => {
    const mirror = await open()
    await mirror.enterMaintenance()
    const begun = async () => (await mirror.tasks()).filter(({ operation }) => operation === 'sync')
    await mirror.pass(hour)
    expect(await begun()).toEqual([])
    await mirror.exitMaintenance()
    await mirror.pass(10 * minute)
    expect(await begun()).toHaveLength(1)
  })

  it('goes on after its publisher was down', async () => {
    const mirror = await open()
    mirror.publisher.publish([{ id: 'a', name: 'Debian' }])
    mirror.publisher.onRequest = () => 503
    await mirror.pass(hour)
    expect(await mirror.lastTask()).toMatchObject({ status: 'FAILED' })
    mirror.publisher.onRequest = () => undefined
    await mirror.pass(hour)
    expect(Object.keys(await mirror.contents())).toEqual(['Debian'])
  })

  it('is let alone once it was deleted', async () => {
    const mirror = await open()
    await mirror.deleteLibrary()
    const before = (await mirror.tasks()).length
    await mirror.pass(limits.fetchBackoffMs)
    await mirror.pass(hour)
    expect((await mirror.tasks()).length).toBeLessThanOrEqual(before)
    expect(await mirror.source()).toBeUndefined()
  })
})
