import { describe, expect, it } from 'vitest'
import { limits } from '../../limits.ts'
import { write } from '../../ports/changes.ts'
import { packParcel } from '../parcel-archive.ts'
import { held } from '../tasks/held.ts'
import type { OpenTaskStore } from '../tasks/describe-runs.ts'
import { expectNoOrphan } from '../update-sessions/look.ts'
import { outcomeOf } from '../update-sessions/place.ts'
import { until } from '../update-sessions/until.ts'
import { openPullPlace } from './pull-place.ts'
import type { PullPlace } from './pull-place.ts'

const openParcel = (open: OpenTaskStore): Promise<PullPlace> =>
  openPullPlace(open, {}, { itemType: 'parcel', itemTypeKey: 'parcel' })

const name = 'all.parcels'
/** More than the source sends at once. */
const disk = 'the bytes of a disk'.repeat(5_000)
const parcel = { 'all.list': `disk ${disk.length}\n`, disk }

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const filesOf = async (place: PullPlace) => {
  const files = await place.call(place.caller, 'updateSessionFile.list', {
    update_session_id: place.session,
  })
  return files.map((file) => [file.name, file.source_type, file.status])
}

const complete = (place: PullPlace) =>
  outcomeOf(
    place.call(place.caller, 'updateSession.complete', { update_session_id: place.session }),
  )

/** How an archive that is pulled becomes the files of its item, as one that is sent does. */
export const describePulledArchives = (store: string, open: OpenTaskStore): void => {
  describe(`pulled archives: ${store}`, () => {
    it('become their members', async () => {
      await using place = await openParcel(open)
      await place.pull({ content: bytesOf(packParcel(parcel)) }, { name })
      await place.carryOn()
      expect(await filesOf(place)).toEqual([
        ['all.list', 'NONE', 'READY'],
        [name, 'PULL', 'READY'],
        ['disk', 'NONE', 'READY'],
      ])
      expect(await complete(place)).toEqual({ result: undefined })
      expect(await place.state()).toBe('DONE')
      expect(await place.holds(bytesOf(disk), 'disk')).toBe(true)
      const stored = await place.call(place.caller, 'itemFile.list', {
        library_item_id: place.item,
      })
      expect(stored.map((file) => file.name)).toEqual(['all.list', 'disk'])
    })

    it('complete a session that waits for them, also in the middle of a member', async () => {
      await using place = await openParcel(open)
      const content = bytesOf(packParcel(parcel))
      const hold = held()
      await place.pull({ content, hold: { at: disk.length / 2, wait: hold.wait } }, { name })
      const runner = place.newRunner()
      await runner.takeUp()
      await until(async () =>
        (await filesOf(place)).some(([file, , status]) => file === 'disk' && status !== 'READY'),
      )
      expect(await complete(place)).toEqual({ result: undefined })
      expect(await place.state()).toBe('ACTIVE')
      hold.release()
      await runner.idle()
      await place.carryOn()
      expect(await place.state()).toBe('DONE')
      expect(await place.holds(bytesOf(disk), 'disk')).toBe(true)
    })

    it('leave none of their members where their task is cancelled', async () => {
      await using place = await openParcel(open)
      const content = bytesOf(packParcel(parcel))
      const hold = held()
      await place.pull({ content, hold: { at: disk.length / 2, wait: hold.wait } }, { name })
      const runner = place.newRunner()
      await runner.takeUp()
      await until(async () => (await filesOf(place)).length === 3)
      const [task] = await place.tasks()
      await place.call(place.caller, 'task.cancel', { task: task?.id ?? '' })
      hold.release()
      await runner.idle()
      expect(await filesOf(place)).toEqual([[name, 'PULL', 'ERROR']])
      await place.sweepAll()
      await expectNoOrphan(place.world, 'after the task')
    })

    it('are in ERROR where the session cannot take their members, and say so', async () => {
      await using place = await openParcel(open)
      await place.pull({ content: bytesOf(packParcel(parcel)) }, { name })
      const query = { where: { id: place.session }, limit: 1 }
      const [row] = await place.world.store.find('updateSession', query)
      if (!row) throw new Error('The session is gone')
      // As if all others were there.
      await place.apply(write('updateSession', row, { fileCount: limits.filesPerSessionMax - 1 }))
      await place.carryOn()
      expect(await place.file(name)).toMatchObject({
        status: 'ERROR',
        error_message: { id: 'accession.update_session.files_too_many' },
      })
      expect(await filesOf(place)).toHaveLength(1)
    })

    it('are in ERROR where they are none, and bring nothing', async () => {
      await using place = await openParcel(open)
      await place.pull({ content: bytesOf(packParcel(parcel).slice(0, -1)) }, { name })
      await place.carryOn()
      expect(await filesOf(place)).toEqual([[name, 'PULL', 'ERROR']])
      await place.sweepAll()
      const rows = await place.world.store.find('updateSessionFile', {
        where: { sessionId: place.session },
        limit: 10,
      })
      expect(rows).toHaveLength(1)
    })
  })
}
