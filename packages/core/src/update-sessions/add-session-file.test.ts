import { describe, expect, it } from 'vitest'
import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import type { Caller } from '../access/caller.ts'
import { limits } from '../limits.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { sending } from '../testing/update-sessions/bytes.ts'
import { expectNoOrphan } from '../testing/update-sessions/look.ts'
import { openPlace, outcomeOf } from '../testing/update-sessions/place.ts'
import type { SessionPlace } from '../testing/update-sessions/place.ts'

const capacityBytes = limits.spaceReserveBytes + 10

const open = async () => {
  const blobs = createMemoryBlobStore({ capacityBytes })
  const place = await openPlace({
    open: async () => ({ store: createMemoryStore(), blobs, hashing }),
  })
  const caller = await place.addCaller()
  const { id: item } = await place.addItem((await place.addLibrary()).id)
  const create_spec = { library_item_id: item }
  const session = await place.call(caller, 'updateSession.create', { create_spec })
  return { place, caller, session }
}

const add = (place: SessionPlace, caller: Caller, update_session_id: string, size: number) =>
  place.call(caller, 'updateSessionFile.add', {
    update_session_id,
    file_spec: { name: 'disk', source_type: 'PUSH', size },
  })

describe('add of a file where room is short', () => {
  it('refuses one that does not fit beside the reserve, and the session lives on', async () => {
    const { place, caller, session } = await open()
    expect(await outcomeOf(add(place, caller, session, 11))).toEqual({
      type: 'UNABLE_TO_ALLOCATE_RESOURCE',
      id: 'accession.transfer.out_of_space',
      args: ['disk', '11'],
    })
    const { upload_endpoint } = await add(place, caller, session, 10)
    await place.upload(upload_endpoint?.uri ?? '', sending('0123456789'))
    await place.call(caller, 'updateSession.complete', { update_session_id: session })
  })

  it('tells an unknown or ended session first, and who may not use it', async () => {
    const { place, caller, session } = await open()
    const unknown = '01990000-0000-7000-9999-000000000000'
    const viewer = await place.addCaller([{ role: 'viewer', libraryId: null }])
    expect(await outcomeOf(add(place, caller, unknown, 11))).toMatchObject({ type: 'NOT_FOUND' })
    expect(await outcomeOf(add(place, viewer, session, 11))).toMatchObject({ type: 'UNAUTHORIZED' })
    await place.call(caller, 'updateSession.cancel', { update_session_id: session })
    expect(await outcomeOf(add(place, caller, session, 11))).toMatchObject({
      type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    })
  })

  it('lets the file wait again where room runs out on the way', async () => {
    const { place, caller, session } = await open()
    const file_spec = { name: 'disk', source_type: 'PUSH' } as const
    const given = { update_session_id: session }
    const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', {
      ...given,
      file_spec,
    })
    const uri = upload_endpoint?.uri ?? ''
    const tooMuch = 'x'.repeat(capacityBytes / 2 + 1)
    expect(await outcomeOf(place.upload(uri, sending(tooMuch, tooMuch)))).toMatchObject({
      type: 'UNABLE_TO_ALLOCATE_RESOURCE',
      id: 'accession.transfer.space_ran_out',
    })
    const file_name = 'disk'
    expect(
      await place.call(caller, 'updateSessionFile.get', { ...given, file_name }),
    ).toMatchObject({ status: 'WAITING_FOR_TRANSFER', bytes_transferred: 0 })
    await place.upload(uri, sending('fits'))
    await place.call(caller, 'updateSession.complete', given)
    await place.comeToRest()
    await expectNoOrphan(place.world, 'at rest')
  })
})
