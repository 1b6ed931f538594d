import { afterEach, describe, expect, it, vi } from 'vitest'

import { accessionError } from '../../errors/accession-error.ts'
import { limits } from '../../limits.ts'
import { packParcel } from '../parcel-archive.ts'
import { brokenSending, checksumOf, heldSending, sending } from './bytes.ts'
import type { HeldSending } from './bytes.ts'
import { lookAtItem } from './look.ts'
import { outcomeOf } from './place.ts'
import type { SessionSuite } from './place.ts'
import { until } from './until.ts'
import { useSession } from './use-session.ts'

const files = { 'box.list': 'disk 4\nmore 5\n', disk: 'good', more: 'bytes' }
const whole = packParcel(files)
/** An archive up to the middle of its disk. */
const half = whole.slice(0, whole.indexOf('good') + 2)

/** Archives whose members become files: by the type of tests, whose archives are parcels. */
export const describeArchives = (suite: SessionSuite): void => {
  describe('archives', () => {
    const at = useSession(suite, { itemType: 'parcel', files: {} })
    const running: HeldSending[] = []
    afterEach(() => {
      for (const held of running.splice(0)) held.end()
    })

    const add = async (): Promise<string> =>
      (await at.add({ name: 'box.parcels' })).upload_endpoint?.uri ?? ''
    const names = async () => (await at.files()).map(({ name }) => name)
    const statuses = async () =>
      Object.fromEntries((await at.files()).map(({ name, status }) => [name, status]))
    const contents = async () =>
      Object.fromEntries(
        ((await lookAtItem(at.place.world, at.item))?.files ?? []).map((file) => [
          file.name,
          file.content,
        ]),
      )
    const storedCount = async (): Promise<number> => {
      let count = 0
      for await (const _ of at.place.world.blobs.list()) count++
      return count
    }
    /** Begins an upload that stands still in the middle of the disk. */
    const begin = async (uri: string) => {
      const held = heldSending()
      running.push(held)
      const outcome = outcomeOf(at.place.upload(uri, held))
      held.send(half)
      await until(async () => (await statuses())['disk'] === 'TRANSFERRING')
      return { held, outcome }
    }

    it('become their members, and nothing else is stored', async () => {
      await at.place.upload(await add(), sending(whole))
      expect(await at.files()).toMatchObject([
        { name: 'box.list', source_type: 'NONE', status: 'READY', size: 14 },
        {
          name: 'box.parcels',
          source_type: 'PUSH',
          status: 'READY',
          size: whole.length,
          keep_in_storage: false,
        },
        { name: 'disk', source_type: 'NONE', status: 'READY', size: 4, bytes_transferred: 4 },
        { name: 'more', source_type: 'NONE', status: 'READY', size: 5 },
      ])
      expect(await storedCount()).toBe(3)
      await at.act('complete')
      expect(await contents()).toEqual(files)
      const info = await at.place.call(at.caller, 'itemFile.get', {
        library_item_id: at.item,
        name: 'disk',
      })
      const sha256 = await checksumOf(at.place.world.hashing, 'good', 'SHA256')
      expect(info.checksum_info).toEqual(sha256)
    })

    it('show their members as they come, and keep complete waiting', async () => {
      const { held, outcome } = await begin(await add())
      expect(await statuses()).toEqual({
        'box.list': 'READY',
        'box.parcels': 'TRANSFERRING',
        disk: 'TRANSFERRING',
      })
      expect(await outcomeOf(at.act('complete'))).toMatchObject({
        id: 'accession.update_session.files_not_ready',
        args: ['complete', 'box.parcels (TRANSFERRING), disk (TRANSFERRING)'],
      })
      held.send(whole.slice(half.length))
      held.end()
      expect(await outcome).toEqual({ result: undefined })
      await at.act('complete')
      expect(await contents()).toEqual(files)
    })

    it('replace what the item has, and what the session takes away', async () => {
      await at.place.upload(await add(), sending(whole))
      await at.act('complete')
      await at.createNext()
      await at.remove('disk')
      const others = { ...files, disk: 'evil' }
      await at.place.upload(await add(), sending(packParcel(others)))
      await at.act('complete')
      expect(await contents()).toEqual(others)
    })

    it.each(['cancel', 'fail', 'remove', 'add', 'expire'] as const)(
      'are cut by %s, and leave no byte',
      async (how) => {
        const { outcome } = await begin(await add())
        if (how === 'cancel') await at.act('cancel')
        else if (how === 'fail') await at.fail()
        else if (how === 'remove') await at.remove('box.parcels')
        else if (how === 'add') await add()
        else {
          at.place.clock.jump(at.place.world.settings.sessionTimeoutMs)
          await at.place.sweepAll()
          await at.place.clock.advance(limits.transferProgressMs)
        }
        expect(await outcome).toMatchObject({ id: 'accession.transfer.not_wanted' })
        if (how === 'remove') expect(await names()).toEqual([])
        if (how === 'add') expect(await names()).toEqual(['box.parcels'])
        await at.place.sweepAll()
        expect(await storedCount()).toBe(0)
      },
    )

    it('are cut where one of their members is added on its own, which is taken', async () => {
      const uri = await add()
      const { outcome } = await begin(uri)
      const disk = await at.add({ name: 'disk' })
      expect(await outcome).toMatchObject({ id: 'accession.transfer.not_wanted' })
      expect(await names()).toEqual(['box.parcels', 'disk'])
      await at.place.upload(disk.upload_endpoint?.uri ?? '', sending('mine'))
      expect(await outcomeOf(at.place.upload(uri, sending(whole)))).toMatchObject({
        id: 'accession.ova.name_taken',
        args: ['disk'],
      })
      expect(await statuses()).toEqual({ 'box.parcels': 'ERROR', disk: 'READY' })
      await at.remove('disk')
      await at.place.upload(uri, sending(whole))
      await at.act('complete')
      expect(await contents()).toEqual(files)
    })

    it('are superseded by the next upload of the same', async () => {
      const uri = await add()
      const first = await begin(uri)
      await at.place.upload(uri, sending(whole))
      expect(await first.outcome).toMatchObject({ id: 'accession.transfer.superseded' })
      await at.act('complete')
      expect(await contents()).toEqual(files)
    })

    it('leave nothing where they break off, and are sent again', async () => {
      const uri = await add()
      expect(await outcomeOf(at.place.upload(uri, brokenSending(half)))).toMatchObject({
        id: 'accession.transfer.interrupted',
      })
      expect(await statuses()).toEqual({ 'box.parcels': 'WAITING_FOR_TRANSFER' })
      await at.place.upload(uri, sending(whole))
      await at.act('complete')
      expect(await contents()).toEqual(files)
    })

    it('lose what they have brought to the next upload where their node dies', async () => {
      const uri = await add()
      const { blobs, transfers } = at.place.world
      const write = vi.spyOn(blobs, 'write').mockImplementation(async (_id, bytes) => {
        for await (const chunk of bytes) if (new TextDecoder().decode(chunk) === 'go') break
        // The process is gone: nothing of it comes back.
        await new Promise(() => undefined)
      })
      void at.place.upload(uri, sending(half)).catch(() => undefined)
      await until(() => transfers.count > 0)
      write.mockRestore()
      await at.place.upload(uri, sending(whole))
      await at.act('complete')
      expect(await contents()).toEqual(files)
    })

    it('are refused with the name of what cannot be, and sent again', async () => {
      const uri = await add()
      const wrong = `${packParcel({ 'box.list': 'disk 4\n' }).slice(0, -2)}what is this\n`
      expect(await outcomeOf(at.place.upload(uri, sending(wrong)))).toMatchObject({
        type: 'INVALID_ARGUMENT',
        id: 'accession.ova.malformed',
      })
      expect(await at.files()).toMatchObject([
        { name: 'box.parcels', status: 'ERROR', error_message: { id: 'accession.ova.malformed' } },
      ])
      await at.place.upload(uri, sending(whole))
      await at.act('complete')
    })

    it.each(['before', 'after'] as const)(
      'are refused where sums %s a member say otherwise, by its name',
      async (where) => {
        const uri = await add()
        const { checksum } = await checksumOf(at.place.world.hashing, 'evil', 'SHA256')
        const sums = { 'box.sums': `disk SHA256:${checksum}\n` }
        const archive = where === 'before' ? { ...sums, ...files } : { ...files, ...sums }
        const read = vi.spyOn(at.place.world.blobs, 'read')
        expect(await outcomeOf(at.place.upload(uri, sending(packParcel(archive))))).toMatchObject({
          id: 'accession.transfer.manifest_mismatch',
          args: ['disk', 'SHA256', checksum, expect.any(String)],
        })
        // The list and the sums are read by their type, no disk a second time.
        expect(read.mock.calls.length).toBeLessThanOrEqual(2)
        read.mockRestore()
        expect(await statuses()).toEqual({ 'box.parcels': 'ERROR' })
      },
    )

    it('are put back where there is no room for a member', async () => {
      const uri = await add()
      const { blobs } = at.place.world
      const write = vi
        .spyOn(blobs, 'write')
        .mockRejectedValueOnce(accessionError('accession.blob.storage_full', []))
      expect(await outcomeOf(at.place.upload(uri, sending(whole)))).toMatchObject({
        id: 'accession.transfer.space_ran_out',
      })
      write.mockRestore()
      expect(await statuses()).toEqual({ 'box.parcels': 'WAITING_FOR_TRANSFER' })
    })

    it('give up a member that is removed once they are there', async () => {
      await at.place.upload(await add(), sending(packParcel({ ...files, extra: 'x' })))
      await at.remove('extra')
      await at.act('complete')
      expect(await contents()).toEqual(files)
    })
  })
}
