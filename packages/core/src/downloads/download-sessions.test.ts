import { describe, expect, it } from 'vitest'
import { deleteLibraryItem } from '../items/delete-library-item.ts'
import { limits } from '../limits.ts'
import { createTestWorld } from '../testing/world.ts'
import { cancelDownloadSession } from './cancel-download-session.ts'
import { createDownloadSession } from './create-download-session.ts'
import { deleteDownloadSession } from './delete-download-session.ts'
import { failDownloadSession } from './fail-download-session.ts'
import { getDownloadFile } from './get-download-file.ts'
import { getDownloadSession } from './get-download-session.ts'
import { keepDownloadSessionAlive } from './keep-download-session-alive.ts'
import { listDownloadFiles } from './list-download-files.ts'
import { listDownloadSessions } from './list-download-sessions.ts'
import { prepareDownloadFile } from './prepare-download-file.ts'

const client_token = '9d96e38e-0721-4cd6-bc95-e3be4c7480ad'
const timeout = 300_000

const openWorld = async () => {
  const test = createTestWorld()
  const { world } = test
  const caller = await test.addCaller()
  const library = await test.addLibrary()
  const item = await test.addItem(library.id, { contentVersion: 4 })
  const file = await test.addItemFile(item.id, 'a.iso', 'bytes')
  const create = (token?: string, as = caller) =>
    createDownloadSession(world, as, {
      create_spec: { library_item_id: item.id },
      ...(token && { client_token: token }),
    })
  const get = (download_session_id: string) =>
    getDownloadSession(world, caller, { download_session_id })
  const blobOf = async (id: string | null) => {
    const [blob] = await world.store.find('blob', { where: { id: id ?? '' }, limit: 1 })
    return blob
  }
  return { ...test, caller, library, item, file, create, get, blobOf }
}

/** Sessions in each state, as the wire names it. */
const ends = {
  CANCELED: cancelDownloadSession,
  ERROR: failDownloadSession,
} as const

const endInput = (download_session_id: string) => ({
  download_session_id,
  client_error_message: 'The disk is full.',
})

const fileInput = (download_session_id: string) => ({
  ...endInput(download_session_id),
  file_name: 'a.iso',
})

describe('create', () => {
  it('opens an ACTIVE session that holds the bytes of the files', async () => {
    const { create, get, item, file, blobOf } = await openWorld()
    const id = await create()
    expect(await get(id)).toEqual({
      id,
      library_item_id: item.id,
      library_item_content_version: '4',
      state: 'ACTIVE',
      client_progress: 0,
      expiration_time: '2026-01-31T09:35:00.000Z',
    })
    expect(await blobOf(file.blobId)).toMatchObject({ references: 2 })
  })

  it('is answered alike with the same client token', async () => {
    const { create, blobOf, file } = await openWorld()
    const id = await create(client_token)
    expect(await create(client_token)).toBe(id)
    expect(await blobOf(file.blobId)).toMatchObject({ references: 2 })
  })

  it('refuses an unknown item, then a caller without the privilege', async () => {
    const { world, create, addCaller } = await openWorld()
    const nobody = await addCaller([])
    await expect(create(undefined, nobody)).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    const create_spec = { library_item_id: 'unknown' }
    await expect(createDownloadSession(world, nobody, { create_spec })).rejects.toMatchObject({
      id: 'accession.item.not_found',
    })
  })

  it('refuses more live sessions of an item than the limit', async () => {
    const { world, create, item, get } = await openWorld()
    const id = await create()
    const ids = Array.from({ length: limits.downloadSessionsPerItemMax }, () => id)
    const full = { ...world, store: { ...world.store, ids: async () => ids } }
    const caller = await createTestWorld().addCaller()
    const create_spec = { library_item_id: item.id }
    await expect(createDownloadSession(full, caller, { create_spec })).rejects.toMatchObject({
      type: 'SERVICE_UNAVAILABLE',
    })
    expect(await get(id)).toMatchObject({ state: 'ACTIVE' })
  })
})

describe('expiry', () => {
  it('counts at once, swept or not, and is not undone', async () => {
    const { world, caller, clock, create, get } = await openWorld()
    const download_session_id = await create()
    await clock.advance(timeout - 1)
    expect(await get(download_session_id)).toMatchObject({ state: 'ACTIVE' })
    await clock.advance(1)
    expect(await get(download_session_id)).toMatchObject({
      state: 'ERROR',
      error_message: {
        id: 'accession.download_session.expired',
        args: ['300', '2026-01-31T09:35:00.000Z'],
      },
    })
    const kept = keepDownloadSessionAlive(world, caller, { download_session_id })
    await expect(kept).rejects.toMatchObject({
      id: 'accession.download_session.not_active',
      args: ['keep_alive', 'ERROR', expect.stringContaining('not used for 300 seconds')],
    })
  })

  it('is put off by keep_alive', async () => {
    const { world, caller, clock, create, get } = await openWorld()
    const download_session_id = await create()
    for (const [progress, shown] of [
      [40, 40],
      [30, 40],
      [101, 40],
      [-1, 40],
      [100, 100],
    ] as const) {
      await clock.advance(timeout - 1)
      await keepDownloadSessionAlive(world, caller, { download_session_id, progress })
      const session = await get(download_session_id)
      expect(session).toMatchObject({ state: 'ACTIVE', client_progress: shown })
    }
  })
})

describe.each(['CANCELED', 'ERROR'] as const)('a session that ends as %s', (state) => {
  const opened = async () => {
    const test = await openWorld()
    const id = await test.create()
    const input = { download_session_id: id, file_name: 'a.iso' }
    await prepareDownloadFile(test.world, test.caller, input)
    await ends[state](test.world, test.caller, endInput(id))
    return { ...test, id }
  }

  it('lets the bytes go and is kept for the retention time', async () => {
    const { world, id, get, blobOf, file } = await opened()
    expect(await get(id)).toMatchObject({ state })
    const now = world.clock.now()
    expect(await blobOf(file.blobId)).toMatchObject({ references: 1, dueAt: now })
    const [row] = await world.store.find('downloadSession', { where: { id }, limit: 1 })
    expect(row).toMatchObject({ forgetAt: now + 3_600_000 })
    const files = await world.store.find('downloadSessionFile', {
      where: { sessionId: id },
      limit: 9,
    })
    expect(files).toMatchObject([{ blobId: null }])
  })

  it('still shows its files, without endpoints', async () => {
    const { world, caller, id } = await opened()
    const files = await listDownloadFiles(world, caller, { download_session_id: id })
    expect(files).toEqual([{ name: 'a.iso', status: 'PREPARED', size: 5, bytes_transferred: 0 }])
  })

  it('refuses whatever needs an ACTIVE one, with the reason', async () => {
    const { world, caller, id } = await opened()
    const input = { ...endInput(id), file_name: 'a.iso' }
    const reason = state === 'ERROR' ? 'The disk is full.' : 'The session has been canceled.'
    for (const operate of [...Object.values(ends), keepDownloadSessionAlive, prepareDownloadFile]) {
      await expect(operate(world, caller, input)).rejects.toMatchObject({
        type: 'NOT_ALLOWED_IN_CURRENT_STATE',
        args: [expect.any(String), state, reason],
      })
    }
  })

  it('can be deleted, which lets nothing go twice', async () => {
    const { world, caller, id, blobOf, file, get } = await opened()
    await deleteDownloadSession(world, caller, { download_session_id: id })
    expect(await blobOf(file.blobId)).toMatchObject({ references: 1 })
    await expect(get(id)).rejects.toMatchObject({ id: 'accession.download_session.not_found' })
  })
})

describe('ends that race', () => {
  it('let one win, and the bytes go once', async () => {
    const { world, caller, create, blobOf, file } = await openWorld()
    const id = await create()
    const all = [...Object.values(ends), ...Object.values(ends)]
    const outcomes = await Promise.allSettled(all.map((end) => end(world, caller, endInput(id))))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await blobOf(file.blobId)).toMatchObject({ references: 1 })
  })

  it('let the bytes go once when a delete is among them', async () => {
    const { world, caller, create, blobOf, file } = await openWorld()
    const id = await create()
    const all = [cancelDownloadSession, deleteDownloadSession, failDownloadSession]
    await Promise.allSettled(all.map((end) => end(world, caller, endInput(id))))
    expect(await blobOf(file.blobId)).toMatchObject({ references: 1 })
  })
})

it('delete takes an ACTIVE session with its files and lets its bytes go', async () => {
  const { world, caller, create, blobOf, file, logged, sweepsAsked } = await openWorld()
  const id = await create()
  await deleteDownloadSession(world, caller, { download_session_id: id })
  expect(await blobOf(file.blobId)).toMatchObject({ references: 1 })
  const files = await world.store.find('downloadSessionFile', {
    where: { sessionId: id },
    limit: 9,
  })
  expect(files).toEqual([])
  expect(sweepsAsked()).toBe(1)
  expect(logged.at(-1)).toMatchObject({ event: 'download_session.delete', fields: { session: id } })
})

it('the message of a failure is bounded and plain, but may have lines', async () => {
  const { world, caller, create, get } = await openWorld()
  const download_session_id = await create()
  for (const client_error_message of ['a'.repeat(2_001), 'a\u0000']) {
    const failed = failDownloadSession(world, caller, { download_session_id, client_error_message })
    await expect(failed).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' })
  }
  const client_error_message = 'first\nsecond'
  await failDownloadSession(world, caller, { download_session_id, client_error_message })
  expect((await get(download_session_id)).error_message?.default_message).toBe('first\nsecond')
})

describe('list', () => {
  it('has the sessions of the caller, of one item if asked', async () => {
    const { world, caller, create, addCaller, addItem, library, item } = await openWorld()
    const other = await addCaller()
    const id = await create()
    await create(undefined, other)
    const empty = await addItem(library.id)
    const list = (library_item_id?: string) =>
      listDownloadSessions(world, caller, { ...(library_item_id && { library_item_id }) })
    expect(await list()).toEqual([id])
    expect(await list(item.id)).toEqual([id])
    expect(await list(empty.id)).toEqual([])
    await expect(list('unknown')).rejects.toMatchObject({ id: 'accession.item.not_found' })
    await deleteLibraryItem(world, caller, { library_item_id: item.id })
    expect(await list()).toEqual([])
  })

  it('needs the privilege somewhere', async () => {
    const { world, addCaller } = await openWorld()
    const nobody = await addCaller([])
    const listed = listDownloadSessions(world, nobody, {})
    await expect(listed).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
  })
})

describe('every operation on one session', () => {
  const operations = [
    ['get', getDownloadSession],
    ['keep_alive', keepDownloadSessionAlive],
    ['cancel', cancelDownloadSession],
    ['fail', failDownloadSession],
    ['delete', deleteDownloadSession],
    ['file list', listDownloadFiles],
    ['file get', getDownloadFile],
    ['file prepare', prepareDownloadFile],
  ] as const
  it.each(operations)('%s: needs the privilege on the item of another user', async (_, operate) => {
    const { world, create, addCaller, library } = await openWorld()
    const id = await create()
    const nobody = await addCaller([{ role: 'viewer', libraryId: 'other' }])
    await expect(operate(world, nobody, fileInput('unknown'))).rejects.toMatchObject({
      id: 'accession.download_session.not_found',
      type: 'NOT_FOUND',
    })
    await expect(operate(world, nobody, fileInput(id))).rejects.toMatchObject({
      type: 'UNAUTHORIZED',
    })
    const viewer = await addCaller([{ role: 'viewer', libraryId: library.id }])
    await expect(operate(world, viewer, fileInput(id))).resolves.not.toThrow()
  })

  it.each(operations)('%s: finds nothing once the item is deleted', async (_, operate) => {
    const { world, caller, create, item } = await openWorld()
    const id = await create()
    await deleteLibraryItem(world, caller, { library_item_id: item.id })
    await expect(operate(world, caller, fileInput(id))).rejects.toMatchObject({ type: 'NOT_FOUND' })
  })
})

describe('the files of a session', () => {
  it('are the item’s when it was created, UNPREPARED at first', async () => {
    const { world, caller, create, addItemFile, item } = await openWorld()
    const download_session_id = await create()
    await addItemFile(item.id, 'b.iso', 'more')
    expect(await listDownloadFiles(world, caller, { download_session_id })).toEqual([
      { name: 'a.iso', status: 'UNPREPARED', size: 5, bytes_transferred: 0 },
    ])
  })

  it('have an endpoint once they are prepared, however often', async () => {
    const { world, caller, create, clock, get } = await openWorld()
    const download_session_id = await create()
    await clock.advance(1_000)
    const input = { download_session_id, file_name: 'a.iso' }
    const prepared = await prepareDownloadFile(world, caller, input)
    expect(prepared).toMatchObject({
      status: 'PREPARED',
      download_endpoint: {
        uri: expect.stringMatching(/^https:\/\/library\.test\/transfers\/download\/.+\/a\.iso$/),
      },
    })
    expect(await prepareDownloadFile(world, caller, input)).toEqual(prepared)
    expect(await getDownloadFile(world, caller, input)).toEqual(prepared)
    const expiration_time = '2026-01-31T09:35:01.000Z'
    expect(await get(download_session_id)).toMatchObject({ expiration_time })
  })

  it('have a place on the datastore for who may read storage', async () => {
    const { world, caller, create, addCaller, library, item } = await openWorld()
    const input = {
      download_session_id: await create(),
      file_name: 'a.iso',
      endpoint_type: 'DIRECT',
    } as const
    const viewer = await addCaller([{ role: 'viewer', libraryId: null }])
    const refused = prepareDownloadFile(world, viewer, input)
    await expect(refused).rejects.toMatchObject({ type: 'UNAUTHORIZED' })
    const folder = `ds:///vmfs/volumes/datastore-1/contentlib-${library.id}/${item.id}`
    expect(await prepareDownloadFile(world, caller, input)).toMatchObject({
      download_endpoint: { uri: `${folder}/a.iso` },
    })
  })

  it.each(['b.iso', '\u0000'])('are not %j', async (file_name) => {
    const { world, caller, create } = await openWorld()
    const input = { download_session_id: await create(), file_name }
    const unknown = { id: 'accession.download_session.file_not_found', type: 'INVALID_ARGUMENT' }
    await expect(getDownloadFile(world, caller, input)).rejects.toMatchObject(unknown)
    await expect(prepareDownloadFile(world, caller, input)).rejects.toMatchObject(unknown)
  })
})
