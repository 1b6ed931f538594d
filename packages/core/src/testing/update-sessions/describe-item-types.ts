import { describe, expect, it, vi } from 'vitest'

import type { Item } from '../../ports/entities.ts'
import { checksumOf, sending } from './bytes.ts'
import { lookAtItem } from './look.ts'
import { outcomeOf } from './place.ts'
import type { SessionSuite } from './place.ts'
import { useSession } from './use-session.ts'

const faultless = { has_errors: false, missing_files: [], invalid_files: [] }

/** What becomes of the findings of an item's type, by the type of tests: parcels. */
export const describeItemTypes = (suite: SessionSuite): void => {
  describe('item types', () => {
    const at = useSession(suite, { itemType: 'parcel', files: {} })

    const sumsOf = async (
      texts: Readonly<Record<string, string>>,
      algorithm: 'SHA1' | 'SHA256' = 'SHA256',
    ): Promise<string> => {
      const { hashing } = at.place.world
      const lines = Object.entries(texts).map(async ([name, text]) => {
        const { checksum } = await checksumOf(hashing, text, algorithm)
        return `${name} ${algorithm}:${checksum}\n`
      })
      return (await Promise.all(lines)).join('')
    }
    const send = (name: string, text: string): Promise<void> => at.send(text, { name })
    const itemRow = async (id = at.item): Promise<Item | undefined> => {
      const [row] = await at.place.world.store.find('item', { where: { id }, limit: 1 })
      return row
    }
    const namesInItem = async () =>
      (await lookAtItem(at.place.world, at.item))?.files.map(({ name }) => name)
    const itemFile = (name: string) =>
      at.place.call(at.caller, 'itemFile.get', { library_item_id: at.item, name })
    const copy = (name: string, type?: string) =>
      at.place.call(at.caller, 'item.copy', {
        source_library_item_id: at.item,
        destination_create_spec: { library_id: at.library, name, ...(type && { type }) },
      })
    const update = (type: string) =>
      at.place.call(at.caller, 'item.update', { library_item_id: at.item, update_spec: { type } })
    /** Fills the item with a disk of four bytes, and begins the next session. */
    const fill = async (): Promise<void> => {
      await send('box.list', 'disk 4\n')
      await send('disk', 'good')
      await at.act('complete')
      await at.createNext()
    }
    const refusesComplete = async (reason: string): Promise<void> => {
      const before = await lookAtItem(at.place.world, at.item)
      expect(await outcomeOf(at.act('complete'))).toMatchObject({
        id: 'accession.update_session.content_invalid',
        args: [expect.stringContaining(reason)],
      })
      expect(await at.get()).toMatchObject({ state: 'ACTIVE' })
      expect(await lookAtItem(at.place.world, at.item)).toEqual(before)
    }

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

    it('name what is missing and what is of another size, and change nothing', async () => {
      await send('box.list', 'disk 4\nother 1\n')
      await send('disk', 'large')
      expect(await at.validate()).toMatchObject({
        has_errors: true,
        missing_files: ['other'],
        invalid_files: [
          { name: 'disk', error_message: { id: 'accession.item_type.size_differs' } },
        ],
      })
      await refusesComplete('other is missing; disk: File disk has 5 bytes')
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

    it('refuse a file that is too large for what it is, before its bytes where they can', async () => {
      const tooLarge = { id: 'accession.transfer.too_large' }
      const size = 64 * 1024 + 1
      expect(await outcomeOf(at.add({ name: 'box.list', size }))).toMatchObject(tooLarge)
      expect(await outcomeOf(send('box.list', 'x'.repeat(size)))).toMatchObject(tooLarge)
      expect(await at.file('box.list')).toMatchObject({ status: 'ERROR', error_message: tooLarge })
    })

    it('refuse what must come first once it is too late', async () => {
      await at.add({ name: 'box.list' })
      expect(await outcomeOf(at.add({ name: 'box.sums' }))).toMatchObject({
        type: 'NOT_ALLOWED_IN_CURRENT_STATE',
        args: ['box.sums', 'box.list'],
      })
      await at.remove('box.list')
      await at.add({ name: 'box.sums' })
      await at.add({ name: 'box.list' })
    })

    it('want their descriptor, unless there is no file at all', async () => {
      await send('disk', 'good')
      await refusesComplete('disk')
      await at.remove('disk')
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

    it('read files of the item where something new is said of them', async () => {
      await fill()
      await send('box.sums', await sumsOf({ disk: 'evil' }))
      expect(await at.validate()).toMatchObject({ invalid_files: [{ name: 'disk' }] })
      await send('box.sums', await sumsOf({ disk: 'good' }))
      await at.act('complete')
      expect(await namesInItem()).toEqual(['box.list', 'disk'])
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

    it('name what they cannot read in an item that is older than they are', async () => {
      await at.place.addItemFile(at.item, 'old.list', 'not a list at all\n')
      expect(await at.validate()).toMatchObject({ invalid_files: [{ name: 'old.list' }] })
      await refusesComplete('old.list')
      await at.remove('old.list')
      await at.act('complete')
    })

    it('are forgotten with the type, and copied with the item', async () => {
      await fill()
      const { typeMetadata } = (await itemRow()) ?? {}
      expect((await itemRow(await copy('copy')))?.typeMetadata).toEqual(typeMetadata)
      expect((await itemRow(await copy('other', 'plain')))?.typeMetadata).toBeNull()
      await update('Parcel')
      expect((await itemRow())?.typeMetadata).toEqual(typeMetadata)
      await update('plain')
      expect((await itemRow())?.typeMetadata).toBeNull()
    })
  })
}
