import { describe, expect, it } from 'vitest'

import { limits } from '../../limits.ts'
import { packParcel } from '../parcel-archive.ts'
import { outcomeOf } from './place.ts'
import type { SessionSuite } from './place.ts'
import { useParcel } from './use-parcel.ts'

/** The same in cases that differ by no adapter and no wire. */
export const describeItemTypeDetails = (suite: SessionSuite): void => {
  describe('item types in detail', () => {
    const { at, sumsOf, send, itemRow, namesInItem, copy, update, fill, refusesComplete } =
      useParcel(suite)

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

    it('refuse a file that is too large for what it is, before its bytes where they can', async () => {
      const tooLarge = { id: 'accession.transfer.too_large' }
      const size = 64 * 1024 + 1
      expect(await outcomeOf(at.add({ name: 'box.list', size }))).toMatchObject(tooLarge)
      expect(await outcomeOf(send('box.list', 'x'.repeat(size)))).toMatchObject(tooLarge)
      expect(await at.file('box.list')).toMatchObject({ status: 'ERROR', error_message: tooLarge })
    })

    it('read few files as a whole, whatever the type was when these came', async () => {
      const max = limits.filesReadPerSessionMax
      const tooMany = { id: 'accession.transfer.too_many_read', args: [`${max}.list`, `${max}`] }
      for (let count = 0; count < max; count++) await send(`${count}.list`, '')
      expect(await outcomeOf(send(`${max}.list`, ''))).toMatchObject(tooMany)
      expect(await at.file(`${max}.list`)).toMatchObject({
        status: 'ERROR',
        error_message: tooMany,
      })
      await update('plain')
      await send(`${max}.list`, '')
      for (let count = 0; count < max; count++) await send(`${count}.list`, 'disk 4\n')
      await update('parcel')
      const { invalid_files: invalid } = await at.validate()
      expect(invalid.filter(({ error_message: { id } }) => id === tooMany.id)).toHaveLength(1)
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

    it('read files of the item where something new is said of them', async () => {
      await fill()
      await send('box.sums', await sumsOf({ disk: 'evil' }))
      expect(await at.validate()).toMatchObject({ invalid_files: [{ name: 'disk' }] })
      await send('box.sums', await sumsOf({ disk: 'good' }))
      await at.act('complete')
      expect(await namesInItem()).toEqual(['box.list', 'disk'])
    })

    it('name what they cannot read in an item that is older than they are', async () => {
      await at.place.addItemFile(at.item, 'old.list', 'not a list at all\n')
      expect(await at.validate()).toMatchObject({ invalid_files: [{ name: 'old.list' }] })
      await refusesComplete('old.list')
      await at.remove('old.list')
      await at.act('complete')
    })

    it('look into what came while the item was of no type', async () => {
      await update('plain')
      await send('box.list', 'not a list at all\n')
      await update('parcel')
      expect(await at.validate()).toMatchObject({ invalid_files: [{ name: 'box.list' }] })
      await refusesComplete('box.list')
      await update('plain')
      await send('box.list', 'disk 4\n')
      await update('parcel')
      await refusesComplete('disk is missing')
      await send('disk', 'good')
      await at.act('complete')
      expect((await itemRow())?.typeMetadata).toEqual({ entries: [{ name: 'disk', value: '4' }] })
    })

    it('judge the members of an archive, and never the archive that brought them', async () => {
      const sums = await sumsOf({ 'box.parcels': 'of which no bytes are there' })
      await send(
        'box.parcels',
        packParcel({ 'box.sums': sums, 'box.list': 'disk 4\n', disk: 'good' }),
      )
      expect(await at.validate()).toMatchObject({ has_errors: false })
      await at.act('complete')
      expect(await namesInItem()).toEqual(['box.list', 'disk'])
    })

    it('leave the members of an archive, and not the archive, to a type that knows none', async () => {
      await send('box.parcels', packParcel({ 'box.list': 'disk 4\n', disk: 'good' }))
      await update('plain')
      expect(await at.file('box.parcels')).toMatchObject({ keep_in_storage: false })
      await at.act('complete')
      expect(await namesInItem()).toEqual(['box.list', 'disk'])
      expect(await itemRow()).toMatchObject({ fileCount: 2, size: 11 })
    })

    it('refuse an archive that came whole while the item was of no type', async () => {
      const archive = packParcel({ disk: 'good' })
      await update('plain')
      await send('box.list', 'disk 4\n')
      await send('box.parcels', archive)
      await update('parcel')
      expect(await at.validate()).toMatchObject({
        invalid_files: [
          { name: 'box.parcels', error_message: { id: 'accession.item_type.archive_whole' } },
        ],
      })
      await refusesComplete('box.parcels came before the item was of type parcel')
      await send('box.parcels', archive)
      await at.act('complete')
      expect(await namesInItem()).toEqual(['box.list', 'disk'])
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
