import { describe, expect, it } from 'vitest'
import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import { limits } from '../limits.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { packParcel } from '../testing/parcel-archive.ts'
import { checksumOf, heldSending, sending } from '../testing/update-sessions/bytes.ts'
import { expectNoOrphan } from '../testing/update-sessions/look.ts'
import { openPlace, outcomeOf } from '../testing/update-sessions/place.ts'
import { until } from '../testing/update-sessions/until.ts'
import { abandonParts, beginParts } from './begin-parts.ts'
import type { Capability } from './capability.ts'
import { finishParts } from './finish-parts.ts'
import { receivePart } from './receive-part.ts'

const { signal } = new AbortController()
const text = '0123456789'

const capabilityIn = (uri: string): Capability => {
  const [ownerId = '', fileId = '', mac = '', name = ''] = new URL(uri).pathname.split('/').slice(3)
  return { kind: 'upload', ownerId, fileId, mac, name }
}

/** A file that is awaited in parts, and what its session has before. */
interface AwaitedFile {
  readonly name?: string
  readonly itemType?: string
  readonly before?: Readonly<Record<string, string>>
}

const open = async (
  declared: object = {},
  blobs: BlobStore = partsOfFour(),
  { name = 'disk', itemType = '', before = {} }: AwaitedFile = {},
) => {
  const place = await openPlace({
    open: async () => ({ store: createMemoryStore(), blobs, hashing }),
  })
  const { world } = place
  const caller = await place.addCaller()
  const type = { itemType, itemTypeKey: itemType, typeMetadata: null }
  const { id: item } = await place.addItem((await place.addLibrary()).id, type)
  const create_spec = { library_item_id: item }
  const session = await place.call(caller, 'updateSession.create', { create_spec })
  const add = async (file_spec: { name: string; source_type: 'PUSH' }): Promise<string> => {
    const input = { update_session_id: session, file_spec }
    return (await place.call(caller, 'updateSessionFile.add', input)).upload_endpoint?.uri ?? ''
  }
  for (const [earlier, content] of Object.entries(before))
    await place.upload(await add({ name: earlier, source_type: 'PUSH' }), sending(content))
  const capability = capabilityIn(await add({ name, source_type: 'PUSH', ...declared }))
  const find = { update_session_id: session, file_name: name }
  return {
    place,
    world,
    caller,
    session,
    file: () => place.call(caller, 'updateSessionFile.get', find),
    begin: () => beginParts(world, capability),
    send: (uploadId: string, number: number, bytes: string) => {
      const { pieces } = sending(bytes)
      const part = { uploadId, number, bytes: pieces, length: bytes.length, signal }
      return receivePart(world, capability, part)
    },
    sendHeld: (uploadId: string, number: number, held: ReturnType<typeof heldSending>) =>
      receivePart(world, capability, { uploadId, number, bytes: held.pieces, length: 4, signal }),
    finish: (uploadId: string, ...tags: string[]) =>
      finishParts(world, capability, { uploadId, tags, signal }),
    abandon: (uploadId: string) => abandonParts(world, capability, uploadId),
    ids: async () => await world.store.find('blob', { where: { id: { moreThan: '' } }, limit: 9 }),
  }
}

const partsOfFour = (): BlobStore => createMemoryBlobStore({ partSizeBytes: 4 })

type Opened = Awaited<ReturnType<typeof open>>

const sendAll = async ({ send }: Opened, uploadId: string): Promise<string[]> => {
  const pieces = [text.slice(0, 4), text.slice(4, 8), text.slice(8)]
  const tags: string[] = []
  for (const [index, piece] of pieces.entries()) tags.push(await send(uploadId, index + 1, piece))
  return tags
}

const problem = async (call: Promise<unknown>): Promise<unknown> =>
  ((await outcomeOf(call)) as { id?: string }).id

describe('an upload in parts', () => {
  it.each([[{}], [{ size: 10 }]])('makes the file of its parts, declared %j', async (declared) => {
    const checksum_info = await checksumOf(hashing, text, 'SHA256')
    const opened = await open({ ...declared, checksum_info })
    const { uploadId, partSize } = await opened.begin()
    expect(partSize).toBe(4)
    const tags = await sendAll(opened, uploadId)
    expect(await opened.file()).toMatchObject({ status: 'TRANSFERRING', bytes_transferred: 10 })
    await opened.finish(uploadId, ...tags)
    expect(await opened.file()).toMatchObject({ status: 'READY', size: 10 })
    const [blob] = await opened.ids()
    const digest = `SHA256:${checksum_info.checksum}`
    expect(blob).toMatchObject({ state: 'STORED', size: 10, references: 1, digest })
    const update_session_id = opened.session
    await opened.place.call(opened.caller, 'updateSession.complete', { update_session_id })
    await opened.place.comeToRest()
    await expectNoOrphan(opened.world, 'after the session')
  })

  it('ends with wrong bytes as one in a single request does', async () => {
    const checksum_info = await checksumOf(hashing, 'another text', 'SHA256')
    const opened = await open({ checksum_info })
    const { uploadId } = await opened.begin()
    const tags = await sendAll(opened, uploadId)
    expect(await problem(opened.finish(uploadId, ...tags))).toBe(
      'accession.transfer.checksum_mismatch',
    )
    expect((await opened.file()).status).toBe('ERROR')
    expect(await opened.ids()).toEqual([])
  })

  it.each([
    [text, 'READY'],
    ['another text', 'ERROR'],
  ])('is held against a manifest that came before: %s is %s', async (said, status) => {
    const { checksum } = await checksumOf(hashing, said, 'SHA1')
    const before = { 'box.sums': `disk SHA1:${checksum}\n` }
    const opened = await open({}, partsOfFour(), { itemType: 'parcel', before })
    const { uploadId } = await opened.begin()
    const outcome = problem(opened.finish(uploadId, ...(await sendAll(opened, uploadId))))
    expect(await outcome).toBe(
      status === 'READY' ? undefined : 'accession.transfer.manifest_mismatch',
    )
    expect((await opened.file()).status).toBe(status)
  })

  it('is looked into by the type of its item', async () => {
    const parcel = { itemType: 'parcel', name: 'box.list' }
    const opened = await open({}, partsOfFour(), parcel)
    const { uploadId } = await opened.begin()
    const tags = await sendAll(opened, uploadId)
    expect(await problem(opened.finish(uploadId, ...tags))).toBe(
      'accession.item_type.file_unreadable',
    )
    expect(await opened.file()).toMatchObject({
      status: 'ERROR',
      error_message: { args: ['box.list', `it holds ${text}`] },
    })
    expect(await opened.ids()).toEqual([])
  })

  it('ends with another size than the declared one before anything is read', async () => {
    const opened = await open({ size: 11 })
    const { uploadId } = await opened.begin()
    const first = await opened.send(uploadId, 1, '0123')
    expect(await problem(opened.finish(uploadId, first))).toBe('accession.transfer.size_mismatch')
    expect((await opened.file()).status).toBe('ERROR')
  })

  it.each([
    [0, '0123'],
    [1.5, '0123'],
    [1, '01234'],
    [1, '012'],
    [4, '01'],
    [3, '012'],
    [Number.NaN, '0123'],
  ])('refuses part %d of %s', async (number, bytes) => {
    const opened = await open({ size: 10 })
    const { uploadId } = await opened.begin()
    expect(await problem(opened.send(uploadId, number, bytes))).toBe(
      'accession.transfer.part_wrong',
    )
    expect((await opened.file()).status).toBe('TRANSFERRING')
  })

  it('can be ended again where its engine did not answer', async () => {
    const blobs = partsOfFour()
    const { parts } = blobs
    if (!parts) throw new Error('Memory takes parts')
    let isDown = true
    const complete: typeof parts.complete = async (...call) => {
      const size = await parts.complete(...call)
      if (isDown) throw accessionError('accession.service.blobs_failing', [])
      return size
    }
    const opened = await open({}, { ...blobs, parts: { ...parts, complete } })
    const { uploadId } = await opened.begin()
    const tags = await sendAll(opened, uploadId)
    expect(await problem(opened.finish(uploadId, ...tags))).toBe('accession.service.blobs_failing')
    isDown = false
    await opened.finish(uploadId, ...tags)
    expect((await opened.file()).status).toBe('READY')
  })

  it('lives while parts come, and is taken for dead some minutes after the last', async () => {
    const opened = await open()
    const { place, begin, send, finish, file, ids } = opened
    const { uploadId } = await begin()
    const tag = await send(uploadId, 1, '0123')
    for (let minute = 0; minute < 4; minute++) {
      await place.clock.advance(60_000)
      await place.sweepAll()
    }
    expect((await file()).status).toBe('TRANSFERRING')
    await send(uploadId, 2, '4567')
    await place.clock.advance(limits.partsLeaseMs - 60_000)
    const keep = { update_session_id: opened.session }
    await place.call(opened.caller, 'updateSession.keep_alive', keep)
    await place.sweepAll()
    expect((await file()).status).toBe('TRANSFERRING')
    await place.clock.advance(60_001)
    await place.sweepAll()
    expect((await file()).status).toBe('WAITING_FOR_TRANSFER')
    expect(await problem(finish(uploadId, tag))).toBe('accession.transfer.superseded')
    await place.comeToRest()
    expect(await ids()).toEqual([])
  })

  it('is stopped in the middle of a part by the end of its session', async () => {
    const opened = await open()
    const { place, caller, session, begin, sendHeld, finish, ids } = opened
    const { uploadId } = await begin()
    const held = heldSending()
    const sent = outcomeOf(sendHeld(uploadId, 1, held))
    held.send('01')
    await until(() => place.world.transfers.count === 1)
    await place.call(caller, 'updateSession.cancel', { update_session_id: session })
    expect(await sent).toMatchObject({ id: 'accession.transfer.not_wanted' })
    expect(await problem(finish(uploadId, 'any'))).toBe('accession.transfer.not_wanted')
    await place.comeToRest()
    expect(await ids()).toEqual([])
  })

  it('gives no byte to a session that ended while its parts were made one', async () => {
    const blobs = partsOfFour()
    const { parts } = blobs
    if (!parts) throw new Error('Memory takes parts')
    let cancel: (() => Promise<void>) | undefined
    const complete: typeof parts.complete = async (...call) => {
      const size = await parts.complete(...call)
      await cancel?.()
      return size
    }
    const opened = await open({}, { ...blobs, parts: { ...parts, complete } })
    const { place, caller, session } = opened
    cancel = () => place.call(caller, 'updateSession.cancel', { update_session_id: session })
    const { uploadId } = await opened.begin()
    const tags = await sendAll(opened, uploadId)
    expect(await problem(opened.finish(uploadId, ...tags))).toBe('accession.transfer.not_wanted')
    await place.comeToRest()
    expect(await opened.ids()).toEqual([])
    const left: unknown[] = []
    for await (const each of blobs.list()) left.push(each)
    expect(left).toEqual([])
  })

  it('gives way to another, and can be given up', async () => {
    const opened = await open()
    const first = await opened.begin()
    const second = await opened.begin()
    expect(await problem(opened.send(first.uploadId, 1, '0123'))).toBe(
      'accession.transfer.superseded',
    )
    await opened.abandon(second.uploadId)
    expect((await opened.file()).status).toBe('WAITING_FOR_TRANSFER')
    await opened.place.comeToRest()
    expect(await opened.ids()).toEqual([])
  })

  it('is refused of an archive, whose members need no second copy', async () => {
    const archive = { name: 'box.parcels', itemType: 'parcel' }
    const opened = await open({}, partsOfFour(), archive)
    const { uri = '' } = (await opened.file()).upload_endpoint ?? {}
    const held = heldSending()
    const upload = opened.place.upload(uri, held)
    await until(async () => (await opened.file()).status === 'TRANSFERRING')
    expect(await problem(opened.begin())).toBe('accession.transfer.archive_in_parts')
    held.send(packParcel({ 'box.list': 'disk 4\n', disk: 'good' }))
    held.end()
    await upload
    expect((await opened.file()).status).toBe('READY')
  })

  it('is refused where bytes come in one piece only', async () => {
    const { parts: _, ...whole } = partsOfFour()
    const opened = await open({}, whole)
    expect(await problem(opened.begin())).toBe('accession.transfer.parts_unsupported')
    expect((await opened.file()).status).toBe('WAITING_FOR_TRANSFER')
  })
})
