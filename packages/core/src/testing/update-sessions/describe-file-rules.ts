import { describe, expect, it } from 'vitest'

import { limits } from '../../limits.ts'
import { checksumOf, sending } from './bytes.ts'
import { lookAtItem } from './look.ts'
import { outcomeOf } from './place.ts'
import type { SessionSuite } from './place.ts'
import { useSession } from './use-session.ts'

const allNames = [
  '',
  '  ',
  '.',
  '..',
  'a/b',
  'a\\b',
  'a\nb',
  'C:disk',
  'a%2Fb',
  'a%5cb',
  'ü'.repeat(128),
]
const literalNames = ['a%20b', 'ü'.repeat(127), '...', 'x%252fy', ' a ', 'ab:c', '<b>&"']

/** The rules of a session's files, one by one, and of what becomes of them. */
export const describeFileRules = (suite: SessionSuite): void => {
  describe('file rules', () => {
    const at = useSession(suite)

    describe('files', () => {
      it.each(allNames)('refuses the name %j', async (name) => {
        expect(await outcomeOf(at.add({ name }))).toMatchObject({ type: 'INVALID_ARGUMENT' })
      })

      it.each(literalNames)('takes the name %j as it is', async (name) => {
        await at.send('x', { name })
        await at.act('complete')
        const seen = await lookAtItem(at.place.world, at.item)
        expect(seen?.files.map((one) => one.name)).toContain(name)
      })

      it.each(['SHA1', 'MD5', 'SHA256', 'SHA512'] as const)('checks %s', async (algorithm) => {
        const { checksum } = await checksumOf(at.place.world.hashing, 'good', algorithm)
        const checksum_info = { algorithm, checksum: checksum.toUpperCase() }
        expect(await outcomeOf(at.send('evil', { checksum_info }))).toMatchObject({
          id: 'accession.transfer.checksum_mismatch',
        })
        expect(await at.file()).toMatchObject({
          status: 'ERROR',
          error_message: { id: 'accession.transfer.checksum_mismatch' },
        })
        expect(await at.validate()).toMatchObject({
          has_errors: true,
          missing_files: [],
          invalid_files: [{ name: 'disk' }],
        })
        expect(await outcomeOf(at.act('complete'))).toMatchObject({
          id: 'accession.update_session.files_not_ready',
          args: ['complete', expect.stringContaining(checksum)],
        })
        await at.place.upload((await at.file()).upload_endpoint?.uri ?? '', sending('go', 'od'))
        expect(await at.file()).toMatchObject({ status: 'READY', size: 4 })
        expect(await at.validate()).toEqual({
          has_errors: false,
          missing_files: [],
          invalid_files: [],
        })
        await at.act('complete')
      })

      it('takes SHA1 where no algorithm is named, and refuses what is no checksum', async () => {
        const { checksum } = await checksumOf(at.place.world.hashing, 'good', 'SHA1')
        await at.send('good', { checksum_info: { checksum } })
        for (const wrong of ['', 'zz', checksum.slice(1), `${checksum.slice(1)}g`])
          expect(
            await outcomeOf(at.add({ checksum_info: { checksum: wrong } })),
            wrong,
          ).toMatchObject({ type: 'INVALID_ARGUMENT' })
      })

      it.each([
        ['less', 'size_mismatch'],
        ['more than that', 'larger_than_declared'],
      ])('refuses %j bytes where others were declared', async (text, fault) => {
        expect(await outcomeOf(at.send(text, { size: 10 }))).toMatchObject({
          id: `accession.transfer.${fault}`,
        })
        expect(await at.file()).toMatchObject({ status: 'ERROR', size: 10, bytes_transferred: 0 })
        expect(await at.get()).toMatchObject({ state: 'ACTIVE' })
      })

      it('refuses sizes that no file has, and to pull from nowhere', async () => {
        for (const size of [-1, limits.fileBytesMax + 1])
          expect(await outcomeOf(at.add({ size }))).toMatchObject({ type: 'INVALID_ARGUMENT' })
        const source_endpoint = { uri: 'ds:///vmfs/volumes/images/disk' }
        expect(await outcomeOf(at.add({ source_type: 'PULL', source_endpoint }))).toMatchObject({
          id: 'accession.pull.source_invalid',
        })
      })

      it('lets an entry without bytes keep complete waiting until it goes', async () => {
        expect(await at.add({ source_type: 'NONE' })).not.toHaveProperty('upload_endpoint')
        expect(await at.validate()).toEqual({
          has_errors: true,
          missing_files: ['disk'],
          invalid_files: [],
        })
        expect(await outcomeOf(at.act('complete'))).toMatchObject({
          id: 'accession.update_session.files_not_ready',
        })
        await at.remove('disk')
        await at.act('complete')
      })

      it('shows the endpoint of a PUSH file also when it is READY, and takes no more there', async () => {
        const { upload_endpoint } = await at.add()
        const uri = upload_endpoint?.uri ?? ''
        await at.place.upload(uri, sending('x'))
        expect(await at.file()).toMatchObject({ status: 'READY', upload_endpoint: { uri } })
        expect(await outcomeOf(at.place.upload(uri, sending('y')))).toMatchObject({
          id: 'accession.transfer.already_received',
        })
        await at.add()
        expect(await outcomeOf(at.place.upload(uri, sending('y')))).toMatchObject({
          id: 'accession.transfer.not_wanted',
        })
        expect(await outcomeOf(at.place.upload(`${uri}x`, sending('y')))).toMatchObject({
          id: 'accession.transfer.capability_invalid',
        })
      })

      it('shows the at.item as it would be', async () => {
        await at.send('new a', { name: 'a' })
        await at.send('b', { name: 'b' })
        expect(await at.files()).toMatchObject([
          { name: 'a', source_type: 'PUSH', size: 5 },
          { name: 'b', source_type: 'PUSH', size: 1 },
        ])
        await at.remove('a')
        expect(await at.files()).toMatchObject([{ name: 'b' }])
        for (const name of ['a', 'unknown', 'no\0name']) {
          expect(await outcomeOf(at.remove(name)), name).toMatchObject({ type: 'INVALID_ARGUMENT' })
          expect(await outcomeOf(at.file(name)), name).toMatchObject({ type: 'INVALID_ARGUMENT' })
        }
        expect((await lookAtItem(at.place.world, at.item))?.files).toMatchObject([
          { content: 'old a' },
        ])
      })
    })

    describe('complete', () => {
      it('shows every change at once, and moves the versions by one', async () => {
        const before = await at.place.world.store.find('library', {
          where: { id: at.library },
          limit: 1,
        })
        await at.send('new a', { name: 'a' })
        await at.send('b', { name: 'b' })
        await at.act('complete')
        expect(await lookAtItem(at.place.world, at.item)).toEqual({
          version: 2,
          contentVersion: 2,
          size: 6,
          fileCount: 2,
          files: [
            { name: 'a', version: 2, content: 'new a' },
            { name: 'b', version: 2, content: 'b' },
          ],
        })
        const after = await at.place.world.store.find('library', {
          where: { id: at.library },
          limit: 1,
        })
        expect(after[0]?.version).toBe((before[0]?.version ?? 0) + 1)
        expect(await at.files()).toMatchObject([{ name: 'a' }, { name: 'b' }])
      })

      it('gives a file that comes again a greater version', async () => {
        await at.remove('a')
        await at.act('complete')
        await at.createNext()
        await at.send('a', { name: 'a' })
        await at.act('complete')
        expect(await lookAtItem(at.place.world, at.item)).toMatchObject({
          contentVersion: 3,
          files: [{ name: 'a', version: 3, content: 'a' }],
        })
      })

      it('names the files it waits for, some of very many', async () => {
        for (let number = 10; number < 22; number++) await at.add({ name: `disk-${number}` })
        expect(await outcomeOf(at.act('complete'))).toMatchObject({
          args: ['complete', expect.stringMatching(/^disk-10 \(WAITING_.*disk-19 .*and 2 more$/)],
        })
      })
    })

    describe.each(['item', 'library'] as const)('deleting the %s', (what) => {
      it('ends what runs below it, which is not found at once', async () => {
        const { upload_endpoint } = await at.add()
        await at.send('b', { name: 'b' })
        if (what === 'item')
          await at.place.call(at.caller, 'item.delete', { library_item_id: at.item })
        else await at.place.call(at.caller, 'localLibrary.delete', { library_id: at.library })
        for (const how of ['get', 'complete', 'cancel', 'delete'] as const)
          expect(await outcomeOf(at.act(how)), how).toMatchObject({ type: 'NOT_FOUND' })
        expect(await at.place.call(at.caller, 'updateSession.list', {})).toEqual([])
        const upload = at.place.upload(upload_endpoint?.uri ?? '', sending('x'))
        expect(await outcomeOf(upload)).toMatchObject({ id: 'accession.transfer.not_wanted' })
        await at.place.sweepAll()
        const stored: string[] = []
        for await (const { id } of at.place.world.blobs.list()) stored.push(id)
        expect(stored).toEqual([])
      })
    })
  })
}
