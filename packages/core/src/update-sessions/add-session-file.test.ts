import { expect, it } from 'vitest'
import { limits } from '../limits.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createTestWorld } from '../testing/world.ts'
import { addSessionFile } from './add-session-file.ts'
import { createUpdateSession } from './create-update-session.ts'
import { getUpdateSession } from './get-update-session.ts'

it('refuses a size that there is no room for, and the session lives on', async () => {
  const capacityBytes = limits.spaceReserveBytes + 10
  const place = createTestWorld({ blobs: createMemoryBlobStore({ capacityBytes }) })
  const { world } = place
  const caller = await place.addCaller()
  const item = await place.addItem((await place.addLibrary()).id)
  const create_spec = { library_item_id: item.id }
  const update_session_id = await createUpdateSession(world, caller, { create_spec })
  const add = (name: string, size: number): Promise<unknown> =>
    addSessionFile(world, caller, {
      update_session_id,
      file_spec: { name, source_type: 'PUSH', size },
    })

  await expect(add('large.img', 11)).rejects.toMatchObject({
    type: 'UNABLE_TO_ALLOCATE_RESOURCE',
    message: expect.stringContaining('no room for the 11 bytes of file large.img') as string,
  })
  expect(await getUpdateSession(world, caller, { update_session_id })).toMatchObject({
    state: 'ACTIVE',
  })
  await expect(add('small.img', 10)).resolves.toMatchObject({ status: 'WAITING_FOR_TRANSFER' })
})
