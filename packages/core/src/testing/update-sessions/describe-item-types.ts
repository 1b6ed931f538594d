import { describe, expect, it, vi } from 'vitest'

import { checksumOf, sending } from './bytes.ts'
import { outcomeOf } from './place.ts'
import type { SessionSuite } from './place.ts'
import { useParcel } from './use-parcel.ts'

const faultless = { has_errors: false, missing_files: [], invalid_files: [] }

/** What becomes of what an item's type finds, by the type of tests: parcels. */
export const describeItemTypes = (suite: SessionSuite): void => {
  describe('item types', () => {
    const { at, sumsOf, send, itemRow, namesInItem, itemFile, fill, refusesComplete } =
      useParcel(suite)

    it('hold bytes against what was said before them, and keep what is to be kept', async () => {
      const sums = await sumsOf({ disk: 'good', 'box.list': 'disk 4\n' })
      await send('box.sums', sums)
      await send('box.list', 'disk 4\n')
      expect(await outcomeOf(send('disk', 'evil'))).toMatchObject({
        type: 'INVALID_ARGUMENT',
        id: 'accession.transfer.manifest_mismatch',
      })
      const good = await checksumOf(at.place.world.hashing, 'good', 'SHA256')
      const evil = await checksumOf(at.place.world.hashing, 'evil', 'SHA256')
      const args = ['disk', 'SHA256', good.checksum, evil.checksum]
      expect(await at.file()).toMatchObject({ status: 'ERROR', error_message: { args } })
      expect(await at.validate()).toMatchObject({
        missing_files: [],
        invalid_files: [{ name: 'disk', error_message: { args } }],
      })
      expect(await outcomeOf(at.act('complete'))).toMatchObject({
        id: 'accession.update_session.files_not_ready',
        args: ['complete', expect.stringContaining(evil.checksum)],
      })
      await at.place.upload((await at.file()).upload_endpoint?.uri ?? '', sending('go', 'od'))
      const read = vi.spyOn(at.place.world.blobs, 'read')
      expect(await at.validate()).toEqual(faultless)
      expect(read).not.toHaveBeenCalled()
      read.mockRestore()
      const kept = (await at.files()).map(({ name, keep_in_storage }) => [name, keep_in_storage])
      expect(kept).toEqual([
        ['box.list', true],
        ['box.sums', false],
        ['disk', true],
      ])
      await at.act('complete')
      expect(await namesInItem()).toEqual(['box.list', 'disk'])
      expect(await itemFile('disk')).toMatchObject({ size: 4, checksum_info: good })
      const row = await itemRow()
      expect(row).toMatchObject({ fileCount: 2, size: 11 })
      expect(row?.typeMetadata).toEqual({ entries: [{ name: 'disk', value: '4' }] })
    })

    it('read bytes once that came before what is said of them', async () => {
      await send('disk', 'evil')
      await send('box.sums', await sumsOf({ disk: 'good' }, 'SHA1'))
      await send('box.list', 'disk 4\n')
      const { blobs, hashing } = at.place.world
      const [good, evil] = [
        await checksumOf(hashing, 'good', 'SHA1'),
        await checksumOf(hashing, 'evil', 'SHA1'),
      ]
      const read = vi.spyOn(blobs, 'read')
      const wrong = {
        missing_files: [],
        invalid_files: [
          {
            name: 'disk',
            error_message: { args: ['disk', 'SHA1', good.checksum, evil.checksum, 'the sums'] },
          },
        ],
      }
      expect(await at.validate()).toMatchObject(wrong)
      expect(read).toHaveBeenCalledTimes(1)
      expect(await at.validate()).toMatchObject(wrong)
      await refusesComplete(evil.checksum)
      expect(read).toHaveBeenCalledTimes(1)
      read.mockRestore()
      await send('disk', 'good')
      await at.act('complete')
      expect(await itemFile('disk')).toMatchObject({ checksum_info: good })
    })

    it('refuse a file that they cannot read, and take it sent again', async () => {
      const fault = { type: 'INVALID_ARGUMENT', id: 'accession.item_type.file_unreadable' }
      expect(await outcomeOf(send('box.list', 'not a list at all\n'))).toMatchObject(fault)
      const { status, error_message, upload_endpoint } = await at.file('box.list')
      expect({ status, error_message }).toMatchObject({
        status: 'ERROR',
        error_message: { id: fault.id, args: ['box.list', 'it holds not a list at all'] },
      })
      expect(await at.get()).toMatchObject({ state: 'ACTIVE' })
      await at.place.upload(upload_endpoint?.uri ?? '', sending('disk', ' 4\n'))
      await send('disk', 'good')
      await at.act('complete')
    })

    it('judge a new disk by what is known of the item', async () => {
      await fill()
      await send('disk', 'large')
      await refusesComplete('disk')
      await send('disk', 'evil')
      await at.act('complete')
      await at.createNext()
      await at.remove('disk')
      expect(await at.validate()).toMatchObject({ missing_files: ['disk'], invalid_files: [] })
      await refusesComplete('disk is missing')
      expect((await itemRow())?.typeMetadata).toEqual({ entries: [{ name: 'disk', value: '4' }] })
    })

    it('look into an item that is older than they are', async () => {
      await at.place.addItemFile(at.item, 'old.list', 'disk 4\n')
      await at.place.addItemFile(at.item, 'old.sums', 'of no use any more')
      await at.place.addItemFile(at.item, 'disk', 'good')
      await send('disk', 'large')
      await refusesComplete('disk')
      await send('disk', 'evil')
      await at.act('complete')
      expect((await itemRow())?.typeMetadata).toEqual({ entries: [{ name: 'disk', value: '4' }] })
    })
  })
}
