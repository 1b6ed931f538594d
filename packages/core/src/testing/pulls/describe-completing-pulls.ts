import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports/store.ts'
import type { OpenTaskStore } from '../tasks/describe-runs.ts'
import { sending } from '../update-sessions/bytes.ts'
import { inProcess, outcomeOf } from '../update-sessions/place.ts'
import { scale } from '../scale.ts'
import { openPullPlace } from './pull-place.ts'
import { blobsLeft, endSession, heldPull } from './pull-steps.ts'
import { contentOf } from './test-source.ts'

const mebibyte = 1024 * 1024

/** What becomes of a session that was completed while files are still pulled. */
export const describeCompletingPulls = (engine: string, open: OpenTaskStore): void => {
  describe(`completing before the last pull is in: ${engine}`, () => {
    it('is done by the last of them, and refuses changes until then', async () => {
      await using place = await openPullPlace(open)
      const { caller, session: update_session_id } = place
      const content = contentOf(2 * mebibyte)
      await place.pull({ content })
      const pushed = { name: 'a.txt', source_type: 'PUSH' } as const
      const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', {
        update_session_id,
        file_spec: pushed,
      })
      expect(await endSession(place, 'complete'), 'a file that nobody has sent').toMatchObject({
        id: 'accession.update_session.files_not_ready',
      })
      await place.upload(upload_endpoint?.uri ?? '', sending('hello'))
      expect(await endSession(place, 'complete')).toEqual({ result: undefined })
      expect(await endSession(place, 'complete'), 'again').toEqual({ result: undefined })
      expect(await place.state()).toBe('ACTIVE')
      for (const change of [
        place.call(caller, 'updateSessionFile.add', { update_session_id, file_spec: pushed }),
        place.call(caller, 'updateSessionFile.remove', {
          update_session_id,
          file_name: 'disk.img',
        }),
      ])
        expect(await outcomeOf(change)).toMatchObject({ id: 'accession.update_session.completing' })
      await place.clock.advance(10 * place.world.settings.sessionTimeoutMs)
      await place.sweepAll()
      await place.carryOn()
      expect(await place.state()).toBe('DONE')
      expect(await place.holds(content)).toBe(true)
      const audited = place.logged.filter(({ event }) => event === 'update_session.complete')
      expect(audited).toMatchObject([{ fields: { user: caller.user.name, item: place.item } }])
    })

    it('ends in ERROR with the reason, and without effect on the item, where a pull fails', async () => {
      await using place = await openPullPlace(open)
      await place.pull({ content: contentOf(1.25 * mebibyte) })
      const gone = 'https://images.example/gone'
      await place.pull({ content: contentOf(2 * mebibyte) }, { name: 'b' })
      await place.pull({ content: contentOf(10) }, { name: 'gone', source_endpoint: { uri: gone } })
      place.source.files.set(gone, { content: contentOf(10), refusals: [410] })
      expect(await endSession(place, 'complete')).toEqual({ result: undefined })
      await place.carryOn()
      const { state, error_message } = await place.call(place.caller, 'updateSession.get', {
        update_session_id: place.session,
      })
      expect(state).toBe('ERROR')
      expect(error_message?.default_message).toContain('gone could not be pulled')
      expect(error_message?.default_message).toContain('410')
      const files = await place.call(place.caller, 'itemStorage.list', {
        library_item_id: place.item,
      })
      expect(files).toEqual([])
      expect(await blobsLeft(place)).toBe(0)
    })

    it.each(['complete', 'cancel'] as const)('meets the end of the last pull: %s', async (what) => {
      for (let turns = 0; turns < scale(6, 60); turns++) {
        await using place = await openPullPlace(open)
        const content = contentOf(100)
        await place.pull({ content })
        const runner = place.newRunner()
        await runner.takeUp()
        for (let turn = 0; turn < turns; turn++)
          await new Promise((resolve) => setTimeout(resolve, 0))
        const outcome = await endSession(place, what)
        await place.carryOn()
        await runner.idle()
        expect(outcome).toEqual({ result: undefined })
        expect(await place.state()).toBe(what === 'complete' ? 'DONE' : 'CANCELED')
        if (what === 'complete') expect(await place.holds(content)).toBe(true)
        expect(await blobsLeft(place)).toBe(what === 'complete' ? 1 : 0)
      }
    })

    it('misses no pull that ends while it is decided', async () => {
      await using place = await openPullPlace(open)
      const content = contentOf(100)
      await place.pull({ content })
      const { store } = place.world
      let isLate = false
      const late: Store = {
        ...store,
        async commit(changes) {
          if (!isLate) {
            isLate = true
            await place.carryOn()
          }
          return store.commit(changes)
        },
      }
      const wire = inProcess({ ...place.world, store: late })
      const update_session_id = place.session
      await wire.call(place.caller, 'updateSession.complete', { update_session_id })
      expect(await place.state()).toBe('DONE')
      expect(await place.holds(content)).toBe(true)
    })

    it('can still be cancelled', async () => {
      await using place = await openPullPlace(open)
      const pull = await heldPull(place, contentOf(1.5 * mebibyte), 1.25 * mebibyte)
      expect(await endSession(place, 'complete')).toEqual({ result: undefined })
      expect(await endSession(place, 'cancel')).toEqual({ result: undefined })
      await pull.ended()
      await place.carryOn()
      expect(await place.state()).toBe('CANCELED')
      expect(await blobsLeft(place)).toBe(0)
    })
  })
}
