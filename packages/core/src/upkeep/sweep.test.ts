import { describe, expect, it } from 'vitest'
import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { insert } from '../ports/changes.ts'
import { sampleRow } from '../testing/store/sample-rows.ts'
import { heldSending, sending } from '../testing/update-sessions/bytes.ts'
import { expectNoOrphan } from '../testing/update-sessions/look.ts'
import { openPlace, outcomeOf } from '../testing/update-sessions/place.ts'
import { until } from '../testing/update-sessions/until.ts'
import { createRunningTransfers } from '../transfers/running-transfers.ts'
import type { World } from '../world.ts'
import { sweep } from './sweep.ts'

const idle = {
  update_sessions_expired: 0,
  download_sessions_expired: 0,
  update_sessions_forgotten: 0,
  download_sessions_forgotten: 0,
  item_files_forgotten: 0,
  item_changes_forgotten: 0,
  client_tokens_forgotten: 0,
  tasks_forgotten: 0,
  tokens_forgotten: 0,
  libraries_removed: 0,
  items_removed: 0,
  library_syncs_looked_at: 0,
  blobs_freed: 0,
  more: false,
}

const open = async (store = createMemoryStore(), blobs = createMemoryBlobStore()) => {
  const place = await openPlace({ open: async () => ({ store, blobs, hashing }) })
  const caller = await place.addCaller()
  const library = (await place.addLibrary()).id
  const item = (await place.addItem(library)).id
  await place.addItemFile(item, 'a', 'old a')
  const begin = async () => {
    const create_spec = { library_item_id: item }
    const session = await place.call(caller, 'updateSession.create', { create_spec })
    const file_spec = { name: 'a', source_type: 'PUSH' } as const
    const input = { update_session_id: session, file_spec }
    const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', input)
    return { session, uri: upload_endpoint?.uri ?? '' }
  }
  return { place, caller, library, item, begin }
}

describe('the sweep', () => {
  it('does nothing while nothing is due', async () => {
    const { place, begin } = await open()
    await place.upload((await begin()).uri, sending('new a'))
    expect(await sweep(place.world)).toEqual(idle)
  })

  it('expires a session, frees its bytes, and forgets it later', async () => {
    const { place, begin } = await open()
    const { session, uri } = await begin()
    await place.upload(uri, sending('new a'))
    await place.clock.advance(place.world.settings.sessionTimeoutMs)
    expect(await sweep(place.world)).toEqual({
      ...idle,
      update_sessions_expired: 1,
      blobs_freed: 1,
      more: true,
    })
    expect(place.logged).toContainEqual(
      expect.objectContaining({
        event: 'update_session.expire',
        fields: expect.objectContaining({ session }),
      }),
    )
    expect(await sweep(place.world)).toEqual(idle)
    await place.clock.advance(place.world.settings.sessionRetentionMs)
    expect(await sweep(place.world)).toEqual({ ...idle, update_sessions_forgotten: 1, more: true })
    await expectNoOrphan(place.world, 'after the session')
  })

  it('frees replaced bytes at once, and forgets the row that named them later', async () => {
    const { place, caller, begin } = await open()
    const { session, uri } = await begin()
    await place.upload(uri, sending('new a'))
    await place.call(caller, 'updateSession.complete', { update_session_id: session })
    expect(await sweep(place.world)).toEqual({ ...idle, blobs_freed: 1, more: true })
    await place.clock.advance(place.world.settings.sessionRetentionMs)
    expect(await sweep(place.world)).toMatchObject({
      item_files_forgotten: 1,
      update_sessions_forgotten: 1,
    })
    await expectNoOrphan(place.world, 'after complete')
  })

  it('gives a file back to its session when the upload of another process died', async () => {
    const blobs = createMemoryBlobStore()
    const store = createMemoryStore()
    let isDead = false
    const dying: typeof blobs = {
      ...blobs,
      write: (...given) => (isDead ? new Promise<never>(() => undefined) : blobs.write(...given)),
    }
    const { place, caller, begin } = await open(store, dying)
    const { session, uri } = await begin()
    isDead = true
    void outcomeOf(place.upload(uri, heldSending()))
    await until(() => place.world.transfers.count === 1)
    place.clock.jump(limits.transferLeaseMs)
    expect(await sweep(place.world)).toEqual(idle)
    const another: World = { ...place.world, transfers: createRunningTransfers() }
    expect(await sweep(another)).toMatchObject({ blobs_freed: 1 })
    const given = { update_session_id: session, file_name: 'a' }
    expect(await place.call(caller, 'updateSessionFile.get', given)).toMatchObject({
      status: 'WAITING_FOR_TRANSFER',
      bytes_transferred: 0,
    })
    const states = async () =>
      (await store.find('blob', { where: { id: { moreThan: '' } }, limit: 9 })).map(
        ({ state }) => state,
      )
    expect(await states()).toEqual(['STORED', 'FREEING'])
    place.clock.jump(limits.freedAgainMs)
    expect(await sweep(another)).toMatchObject({ blobs_freed: 1 })
    expect(await states()).toEqual(['STORED'])
  })

  it('takes up a batch at a time', async () => {
    const { place } = await open()
    const tokens = Array.from({ length: limits.sweepBatchMax + 1 }, () =>
      insert('clientToken', sampleRow('clientToken', { forgetAt: place.clock.now() })),
    )
    await place.apply(...tokens)
    const first = { client_tokens_forgotten: limits.sweepBatchMax, more: true }
    expect(await sweep(place.world)).toEqual({ ...idle, ...first })
    expect(await sweep(place.world)).toMatchObject({ client_tokens_forgotten: 1, more: true })
    expect(await sweep(place.world)).toEqual(idle)
  })

  it('removes a deleted library with all that is below it, in steps', async () => {
    const { place, caller, library, begin } = await open()
    await place.upload((await begin()).uri, sending('new a'))
    await place.call(caller, 'localLibrary.delete', { library_id: library })
    await place.sweepAll()
    for (const table of ['library', 'item', 'itemFile', 'updateSession', 'blob'] as const) {
      const query = { where: { id: { moreThan: '' } }, limit: 9 }
      expect(await place.world.store.ids(table, query), table).toEqual([])
    }
    await expectNoOrphan(place.world, 'after the library')
  })

  it('goes on with other kinds where some fail, and tells each failure', async () => {
    const store = createMemoryStore()
    const failing: typeof store = {
      ...store,
      find: async (table, query) => {
        if (table === 'clientToken' || table === 'token')
          throw accessionError('accession.service.store_failing', [])
        return store.find(table, query)
      },
    }
    const { place, begin } = await open(failing)
    const { session } = await begin()
    await place.clock.advance(place.world.settings.sessionTimeoutMs)
    await expect(sweep(place.world)).rejects.toMatchObject({
      id: 'accession.service.store_failing',
    })
    const [row] = await store.find('updateSession', { where: { id: session }, limit: 1 })
    expect(row?.state).toBe('ERROR')
    expect(place.logged.filter(({ event }) => event === 'upkeep.failed')).toHaveLength(1)
  })
})
