import { describe, expect, it } from 'vitest'
import { limits } from '../../limits.ts'
import type { Store } from '../../ports/store.ts'
import { measured } from '../measured.ts'
import { mortal } from '../tasks/counting.ts'
import { held } from '../tasks/held.ts'
import type { OpenTaskStore } from '../tasks/describe-runs.ts'
import { sending } from '../update-sessions/bytes.ts'
import { inProcess, outcomeOf } from '../update-sessions/place.ts'
import { scale } from '../scale.ts'
import { until } from '../update-sessions/until.ts'
import { openPullPlace, sourceUrl } from './pull-place.ts'
import type { PullPlace } from './pull-place.ts'
import { contentOf } from './test-source.ts'

const mebibyte = 1024 * 1024

/** Ids of the blobs that the engine holds, once all that nobody needs was swept. */
const blobsLeft = async (place: PullPlace): Promise<number> => {
  await place.sweepAll()
  for (const ms of [limits.pullSegmentMs, limits.freedAgainMs]) {
    await place.clock.advance(ms)
    await place.sweepAll()
  }
  let count = 0
  for await (const _ of place.blobs.list()) count++
  const rows = await place.world.store.find('blob', { where: { id: { moreThan: '' } }, limit: 100 })
  expect(rows.length, 'rows without bytes').toBe(count)
  return count
}

const call = (place: PullPlace, name: 'complete' | 'cancel') =>
  outcomeOf(place.call(place.caller, `updateSession.${name}`, { update_session_id: place.session }))

const sha256 = async (place: PullPlace, content: Uint8Array) => {
  const digest = place.world.hashing.digest('SHA256')
  await digest.update(content)
  return { algorithm: 'SHA256', checksum: await digest.hex() } as const
}

/** A pull that has begun, and waits in the middle; `ended` is when nothing runs any more. */
const heldPull = async (place: PullPlace, content: Uint8Array, at: number) => {
  const gate = held()
  await place.pull({ content, hold: { at, wait: gate.wait } })
  const runner = place.newRunner()
  await runner.takeUp()
  await until(gate.hasBegun)
  return { release: () => gate.release(), ended: () => runner.idle(), stop: () => runner.stop() }
}

/** How files are pulled, and what their sessions see of it. */
export const describePulls = (engine: string, open: OpenTaskStore): void => {
  describe(`pulls: ${engine}`, () => {
    it('bring a file, which is told of as any other', async () => {
      await using place = await openPullPlace(open)
      const content = contentOf(1000)
      const ssl_certificate_thumbprint = 'AB'.repeat(32)
      const source_endpoint = { uri: sourceUrl, ssl_certificate_thumbprint }
      const checksum_info = await sha256(place, content)
      const added = await place.pull({ content }, { source_endpoint, size: 1000, checksum_info })
      const told = { name: 'disk.img', source_type: 'PULL', source_endpoint, size: 1000 }
      expect(added).toMatchObject({ ...told, status: 'WAITING_FOR_TRANSFER', bytes_transferred: 0 })
      await place.carryOn()
      expect(await place.file()).toMatchObject({
        ...told,
        status: 'READY',
        bytes_transferred: 1000,
      })
      expect(await call(place, 'complete')).toEqual({ result: undefined })
      expect(await place.state()).toBe('DONE')
      expect(await place.holds(content)).toBe(true)
      expect(await place.tasks()).toMatchObject([{ status: 'SUCCEEDED', targetId: place.item }])
      expect(await blobsLeft(place)).toBe(1)
      expect(JSON.stringify(place.logged)).not.toContain('secret')
    })

    it('survive three cut connections and the end of a node, and fetch hardly anything twice', async () => {
      await using place = await openPullPlace(open)
      const content = contentOf(scale(6, 12) * mebibyte)
      const gate = held()
      const cuts = [0.2, 0.45, 0.8].map((at) => Math.floor(at * content.length))
      const hold = { at: 0.63 * content.length, wait: gate.wait }
      await place.pull({ content, cuts, hold }, { checksum_info: await sha256(place, content) })
      expect(await call(place, 'complete')).toEqual({ result: undefined })
      const { node, die } = mortal(place.world)
      const runner = place.newRunner(node)
      await runner.takeUp()
      await until(gate.hasBegun)
      die()
      gate.release()
      await runner.idle()
      expect(await place.state()).toBe('ACTIVE')
      await place.carryOn()
      expect(await place.state()).toBe('DONE')
      expect(await place.holds(content)).toBe(true)
      expect(place.source.sent()).toBeLessThan(1.2 * content.length)
      expect(place.source.ranges.filter((range) => range === '')).toHaveLength(1)
      expect(await blobsLeft(place)).toBe(1)
    })

    it('keep what has come when their process stops', async () => {
      await using place = await openPullPlace(open)
      const content = contentOf(1.5 * mebibyte)
      const pull = await heldPull(place, content, 1.25 * mebibyte)
      await pull.stop()
      pull.release()
      await place.carryOn()
      expect(await call(place, 'complete')).toEqual({ result: undefined })
      expect(await place.holds(content)).toBe(true)
      expect(place.source.sent()).toBe(content.length)
      const direction = { direction: 'pull' } as const
      const counted = measured(place.metrics, 'accession_transfer_bytes_total', direction)
      expect(counted).toBe(content.length)
    })

    it('bring a file whose size nobody tells, also an empty one', async () => {
      for (const size of [0, 700, 2 * mebibyte]) {
        await using place = await openPullPlace(open)
        await place.pull({ content: contentOf(size), isSized: false })
        await place.carryOn()
        expect(await call(place, 'complete')).toEqual({ result: undefined })
        expect(await place.holds(contentOf(size))).toBe(true)
        expect(await blobsLeft(place)).toBe(1)
      }
    })

    it.each([
      ['tells nothing to know the file again by', { etag: null }],
      ['answers no ranges', { isRanged: false }],
    ])('begin anew where a server %s', async (_, how) => {
      await using place = await openPullPlace(open)
      const content = contentOf(1.5 * mebibyte)
      await place.pull({ content, cuts: [1.25 * mebibyte], ...how })
      await place.carryOn()
      expect(await place.file()).toMatchObject({ status: 'READY', size: content.length })
      expect(await call(place, 'complete')).toEqual({ result: undefined })
      expect(await place.holds(content)).toBe(true)
      expect(await blobsLeft(place)).toBe(1)
    })

    it('mix no two files that were at one address', async () => {
      await using place = await openPullPlace(open)
      const content = contentOf(1.5 * mebibyte, 2)
      const pull = await heldPull(place, contentOf(2 * mebibyte), 1.25 * mebibyte)
      place.source.files.set(sourceUrl, { content, etag: '"2"' })
      await pull.stop()
      pull.release()
      await place.carryOn()
      expect(await call(place, 'complete')).toEqual({ result: undefined })
      expect(await place.holds(content)).toBe(true)
      expect(await blobsLeft(place)).toBe(1)
    })

    it.each([
      ['its checksum', 'checksum_mismatch', { checksum_info: { checksum: 'ab'.repeat(20) } }],
      ['its size', 'size_mismatch', { size: 7 }],
    ])('tell that %s is wrong, and the file can be added again', async (_, id, spec) => {
      await using place = await openPullPlace(open)
      const content = contentOf(2 * mebibyte)
      await place.pull({ content }, spec)
      await place.carryOn()
      const error_message = { id: `accession.transfer.${id}` }
      expect(await place.file()).toMatchObject({ status: 'ERROR', error_message })
      expect(await call(place, 'complete')).toMatchObject({
        id: 'accession.update_session.files_not_ready',
      })
      await place.pull({ content })
      await place.carryOn()
      expect(await call(place, 'complete')).toEqual({ result: undefined })
      expect(await place.holds(content)).toBe(true)
      expect(await blobsLeft(place)).toBe(1)
    })

    it('try again what may pass, later each time, and give up in the end', async () => {
      await using place = await openPullPlace(open)
      await place.pull({ content: contentOf(10), refusals: [503, 429, 500] })
      const beganAt = place.clock.now()
      await place.carryOn()
      expect(await place.file()).toMatchObject({ status: 'READY' })
      expect(place.clock.now() - beganAt).toBe(7 * limits.pullBackoffMs)
      const refusals = Array.from({ length: 100 }, () => 502)
      await place.pull({ content: contentOf(10), refusals })
      await place.carryOn()
      const error_message = { id: 'accession.pull.given_up' }
      expect(await place.file()).toMatchObject({ status: 'ERROR', error_message })
      expect(refusals).toHaveLength(100 - limits.pullTriesMax)
    })

    it('are in ERROR at once where nothing will help', async () => {
      await using place = await openPullPlace(open)
      await place.pull({ content: contentOf(10), refusals: [404] })
      await place.carryOn()
      const message = 'File disk.img could not be pulled: images.example answers with status 404.'
      expect((await place.file()).error_message?.default_message).toBe(message)
      expect(await place.tasks()).toMatchObject([{ status: 'FAILED' }])
      expect(await blobsLeft(place)).toBe(0)
    })

    it.each([
      ['their session is cancelled', async (place: PullPlace) => call(place, 'cancel')],
      [
        'their session fails',
        async (place: PullPlace) =>
          place.call(place.caller, 'updateSession.fail', {
            update_session_id: place.session,
            client_error_message: 'Enough',
          }),
      ],
      [
        'their file is removed',
        async (place: PullPlace) =>
          place.call(place.caller, 'updateSessionFile.remove', {
            update_session_id: place.session,
            file_name: 'disk.img',
          }),
      ],
      [
        'their file is added again',
        async (place: PullPlace) =>
          place.call(place.caller, 'updateSessionFile.add', {
            update_session_id: place.session,
            file_spec: { name: 'disk.img', source_type: 'PUSH' },
          }),
      ],
      [
        'their item is deleted',
        async (place: PullPlace) =>
          place.call(place.caller, 'item.delete', { library_item_id: place.item }),
      ],
      [
        'their task is cancelled',
        async (place: PullPlace) => {
          const [task] = await place.tasks()
          await place.call(place.caller, 'task.cancel', { task: task?.id ?? '' })
        },
      ],
    ])('stop when %s, and leave nothing behind', async (_, end) => {
      await using place = await openPullPlace(open)
      const pull = await heldPull(place, contentOf(1.5 * mebibyte), 1.25 * mebibyte)
      await end(place)
      await place.clock.advance(limits.taskProgressMs)
      await pull.ended()
      await place.carryOn()
      expect(await place.tasks()).toMatchObject([{ endedAt: expect.any(Number) }])
      expect(await blobsLeft(place)).toBe(0)
    })

    it('keep their session from expiring, and give it its time again when they end', async () => {
      await using place = await openPullPlace(open)
      const { sessionTimeoutMs } = place.world.settings
      const content = contentOf(1.5 * mebibyte)
      await place.pull({ content })
      await place.clock.advance(10 * sessionTimeoutMs)
      await place.sweepAll()
      expect(await place.state()).toBe('ACTIVE')
      const { expiration_time = '' } = await place.call(place.caller, 'updateSession.get', {
        update_session_id: place.session,
      })
      expect(Date.parse(expiration_time)).toBe(place.clock.now() + sessionTimeoutMs)
      await place.carryOn()
      expect(await place.file()).toMatchObject({ status: 'READY' })
      await place.clock.advance(sessionTimeoutMs - 1)
      expect(await place.state()).toBe('ACTIVE')
      await place.clock.advance(1)
      expect(await place.state()).toBe('ERROR')
      expect(await blobsLeft(place)).toBe(0)
    })

    it('take their turns as the configuration says', async () => {
      await using place = await openPullPlace(open)
      const model = { transfer_threads_pool_size: 1 }
      await place.call(place.caller, 'configuration.update', { model })
      const pull = await heldPull(place, contentOf(1.5 * mebibyte), 1.25 * mebibyte)
      const uri = 'https://images.example/other'
      await place.pull({ content: contentOf(3) }, { name: 'other', source_endpoint: { uri } })
      place.source.files.set(uri, { content: contentOf(3) })
      const runner = place.newRunner()
      await runner.takeUp()
      // One that moves nothing for half a minute would keep nobody out any more.
      await place.clock.advance(limits.transferLeaseMs / 2)
      expect(await place.file('other')).toMatchObject({ status: 'WAITING_FOR_TRANSFER' })
      pull.release()
      await pull.ended()
      await place.clock.advance(limits.transferTurnLookMs)
      await runner.idle()
      for (const name of ['disk.img', 'other'])
        expect(await place.file(name)).toMatchObject({ status: 'READY' })
    })

    it('wait while their library is in maintenance', async () => {
      await using place = await openPullPlace(open)
      const [library] = await place.world.store.find('library', {
        where: { id: { moreThan: '' } },
        limit: 1,
      })
      const library_id = library?.id ?? ''
      const pull = await heldPull(place, contentOf(1.5 * mebibyte), 1.25 * mebibyte)
      await place.call(place.caller, 'library.enter_maintenance', { library_id })
      await place.clock.advance(limits.transferProgressMs)
      await pull.ended()
      expect(await place.tasks()).toMatchObject([{ status: 'BLOCKED', endedAt: null }])
      await place.call(place.caller, 'library.exit_maintenance', { library_id })
      pull.release()
      await place.carryOn()
      expect(await place.file()).toMatchObject({ status: 'READY' })
    })
  })

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
      expect(await call(place, 'complete'), 'a file that nobody has sent').toMatchObject({
        id: 'accession.update_session.files_not_ready',
      })
      await place.upload(upload_endpoint?.uri ?? '', sending('hello'))
      expect(await call(place, 'complete')).toEqual({ result: undefined })
      expect(await call(place, 'complete'), 'again').toEqual({ result: undefined })
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
      expect(await call(place, 'complete')).toEqual({ result: undefined })
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
        const outcome = await call(place, what)
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
      expect(await call(place, 'complete')).toEqual({ result: undefined })
      expect(await call(place, 'cancel')).toEqual({ result: undefined })
      await pull.ended()
      await place.carryOn()
      expect(await place.state()).toBe('CANCELED')
      expect(await blobsLeft(place)).toBe(0)
    })
  })
}
