import { describe, expect, it } from 'vitest'
import { limits } from '../../limits.ts'
import { measured } from '../measured.ts'
import { mortal } from '../tasks/counting.ts'
import { held } from '../tasks/held.ts'
import type { OpenTaskStore } from '../tasks/describe-runs.ts'
import { scale } from '../scale.ts'
import { until } from '../update-sessions/until.ts'
import { openPullPlace, sourceUrl } from './pull-place.ts'
import type { PullPlace } from './pull-place.ts'
import { blobsLeft, endSession, heldPull } from './pull-steps.ts'
import { contentOf } from './test-source.ts'

const mebibyte = 1024 * 1024

const sha256 = async (place: PullPlace, content: Uint8Array) => {
  const digest = place.world.hashing.digest('SHA256')
  await digest.update(content)
  return { algorithm: 'SHA256', checksum: await digest.hex() } as const
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
      expect(await endSession(place, 'complete')).toEqual({ result: undefined })
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
      expect(await endSession(place, 'complete')).toEqual({ result: undefined })
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
      expect(await endSession(place, 'complete')).toEqual({ result: undefined })
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
        expect(await endSession(place, 'complete')).toEqual({ result: undefined })
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
      expect(await endSession(place, 'complete')).toEqual({ result: undefined })
      expect(await place.holds(content)).toBe(true)
      expect(await blobsLeft(place)).toBe(1)
    })

    it('are written as they come from a server that answers no ranges, longer than their turn', async () => {
      await using place = await openPullPlace(open)
      const content = contentOf(1.5 * mebibyte)
      const wait = async () => place.clock.jump(limits.pullSliceMs)
      await place.pull({ content, isRanged: false, hold: { at: 1.25 * mebibyte, wait } })
      await place.carryOn()
      expect(await endSession(place, 'complete')).toEqual({ result: undefined })
      expect(await place.holds(content)).toBe(true)
      expect(await blobsLeft(place)).toBe(1)
    })

    it.each([
      ['looks at the condition of a range', false],
      ['does not', true],
    ])(
      'mix no two files that were at one address, where its server %s',
      async (_, isUnconditional) => {
        await using place = await openPullPlace(open)
        const content = contentOf(1.5 * mebibyte, 2)
        const pull = await heldPull(place, contentOf(2 * mebibyte), 1.25 * mebibyte)
        place.source.files.set(sourceUrl, { content, etag: '"2"', isUnconditional })
        await pull.stop()
        pull.release()
        await place.carryOn()
        expect(await endSession(place, 'complete')).toEqual({ result: undefined })
        expect(await place.holds(content)).toBe(true)
        expect(await blobsLeft(place)).toBe(1)
      },
    )

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
      expect(await endSession(place, 'complete')).toMatchObject({
        id: 'accession.update_session.files_not_ready',
      })
      await place.pull({ content })
      await place.carryOn()
      expect(await endSession(place, 'complete')).toEqual({ result: undefined })
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
      ['their session is cancelled', async (place: PullPlace) => endSession(place, 'cancel')],
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
}
