import { expect, it } from 'vitest'
import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import { createBucket, sha256 } from '../../test/presigning-bucket.ts'
import { limits } from '../limits.ts'
import { createMemoryStore } from '../memory/store.ts'
import { defaultSettings } from '../settings.ts'
import { packParcel } from '../testing/parcel-archive.ts'
import { sending } from '../testing/update-sessions/bytes.ts'
import { expectNoOrphan } from '../testing/update-sessions/look.ts'
import { openPlace, outcomeOf } from '../testing/update-sessions/place.ts'

const settings = { ...defaultSettings, presignedUploads: true }

it.each([true, false])(
  'what is sent straight to a bucket is looked into and judged; the bucket verifies: %s',
  async (isVerifying) => {
    const { blobs, put } = createBucket(isVerifying)
    const suite = { open: async () => ({ store: createMemoryStore(), blobs, hashing }) }
    const place = await openPlace(suite, { settings })
    const caller = await place.addCaller()
    const type = { itemType: 'parcel', itemTypeKey: 'parcel', typeMetadata: null }
    const { id: item } = await place.addItem((await place.addLibrary()).id, type)
    const create_spec = { library_item_id: item }
    const session = await place.call(caller, 'updateSession.create', { create_spec })
    const given = { update_session_id: session }
    const send = async (name: string, content: string): Promise<void> => {
      const checksum_info = { algorithm: 'SHA256', checksum: await sha256(content) } as const
      const size = content.length
      const file_spec = { name, source_type: 'PUSH', size, checksum_info } as const
      const added = await place.call(caller, 'updateSessionFile.add', { ...given, file_spec })
      expect(await put(added.upload_endpoint?.uri ?? '', content, place.clock.now())).toBe(true)
    }
    /** Whoever asks first has the bytes read back, who asks then hears of them. */
    const validate = async () => {
      await outcomeOf(place.call(caller, 'updateSessionFile.validate', given))
      await place.settled()
      return place.call(caller, 'updateSessionFile.validate', given)
    }
    const names = Array.from({ length: limits.filesReadPerSessionMax + 1 }, (_, at) => `${at}.list`)
    for (const name of names) await send(name, `disk ${name.length}\n`)
    expect((await validate()).invalid_files).toContainEqual({
      name: '0.list',
      error_message: expect.objectContaining({ id: 'accession.transfer.too_many_read' }),
    })
    for (const file_name of names)
      await place.call(caller, 'updateSessionFile.remove', { ...given, file_name })
    await send('box.list', 'no list\n or other')
    expect(await validate()).toMatchObject({
      invalid_files: [
        { name: 'box.list', error_message: { id: 'accession.item_type.file_unreadable' } },
      ],
    })
    await place.call(caller, 'updateSessionFile.remove', { ...given, file_name: 'box.list' })
    await send('box.sums', `disk SHA256:${await sha256('good')}\n`)
    await send('box.list', 'disk 4\n')
    await send('disk', 'evil')
    expect(await validate()).toMatchObject({
      missing_files: [],
      invalid_files: [
        { name: 'disk', error_message: { id: 'accession.item_type.digest_differs' } },
      ],
    })
    await send('disk', 'good')
    expect(await validate()).toMatchObject({ has_errors: false })
    await place.call(caller, 'updateSession.complete', given)
    const [row] = await place.world.store.find('item', { where: { id: item }, limit: 1 })
    expect(row).toMatchObject({ fileCount: 2, typeMetadata: { entries: [{ name: 'disk' }] } })
    await place.clock.advance(8 * 3_600_000)
    await place.comeToRest()
    await expectNoOrphan(place.world, 'at rest')
  },
)

it('an archive comes to the server itself, which unpacks it', async () => {
  const { blobs } = createBucket(true)
  const suite = { open: async () => ({ store: createMemoryStore(), blobs, hashing }) }
  const place = await openPlace(suite, { settings })
  const caller = await place.addCaller()
  const type = { itemType: 'parcel', itemTypeKey: 'parcel', typeMetadata: null }
  const { id: item } = await place.addItem((await place.addLibrary()).id, type)
  const create_spec = { library_item_id: item }
  const update_session_id = await place.call(caller, 'updateSession.create', { create_spec })
  const content = packParcel({ 'box.list': 'disk 4\n', disk: 'good' })
  const checksum_info = { algorithm: 'SHA256', checksum: await sha256(content) } as const
  const size = content.length
  const file_spec = { name: 'box.parcels', source_type: 'PUSH', size, checksum_info } as const
  const input = { update_session_id, file_spec }
  const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', input)
  const uri = upload_endpoint?.uri ?? ''
  expect(uri).toMatch(/^https:\/\/library\.test\/transfers\//)
  expect(
    await outcomeOf(place.upload(uri, sending(content.replace('good', 'evil')))),
  ).toMatchObject({
    id: 'accession.transfer.checksum_mismatch',
    args: ['box.parcels', 'SHA256', checksum_info.checksum, expect.any(String)],
  })
  await place.upload(uri, sending(content))
  await place.call(caller, 'updateSession.complete', { update_session_id })
  await place.comeToRest()
  await expectNoOrphan(place.world, 'at rest')
})
