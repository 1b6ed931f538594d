import { expect, it } from 'vitest'
import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import { limits } from '../limits.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { insert } from '../ports/changes.ts'
import type { Store } from '../ports/store.ts'
import { packParcel } from '../testing/parcel-archive.ts'
import { checksumOf, sending } from '../testing/update-sessions/bytes.ts'
import { openPlace } from '../testing/update-sessions/place.ts'
import { newSessionFile } from '../update-sessions/new-session-file.ts'

/** Counts the rows of a session's files that a store answers. */
const countFileRows = (inner: Store) => {
  let rows = 0
  const store: Store = {
    ...inner,
    async find(table, query) {
      const found = await inner.find(table, query)
      if (table === 'updateSessionFile') rows += found.length
      return found
    },
    async ids(table, query) {
      const found = await inner.ids(table, query)
      if (table === 'updateSessionFile') rows += found.length
      return found
    },
  }
  const take = (): number => {
    const taken = rows
    rows = 0
    return taken
  }
  return { store, take }
}

/** A session of an item that has a type, with a manifest and as many other files that wait. */
const open = async (others: number) => {
  const { store, take } = countFileRows(createMemoryStore())
  const blobs = createMemoryBlobStore()
  const place = await openPlace({ open: async () => ({ store, blobs, hashing }) })
  const caller = await place.addCaller()
  const type = { itemType: 'parcel', itemTypeKey: 'parcel', typeMetadata: null }
  const { id: item } = await place.addItem((await place.addLibrary()).id, type)
  const update_session_id = await place.call(caller, 'updateSession.create', {
    create_spec: { library_item_id: item },
  })
  const given = { sessionId: update_session_id, change: 'ADD', sourceType: 'PUSH' } as const
  const waiting = Array.from({ length: others }, (_, at) =>
    insert('updateSessionFile', newSessionFile(place.world, { ...given, name: `part-${at}` })),
  )
  await place.apply(...waiting)
  const send = async (name: string, text: string): Promise<number> => {
    const file_spec = { name, source_type: 'PUSH' } as const
    const added = await place.call(caller, 'updateSessionFile.add', {
      update_session_id,
      file_spec,
    })
    await place.upload(added.upload_endpoint?.uri ?? '', sending(text))
    return take()
  }
  const { checksum } = await checksumOf(hashing, 'good', 'SHA256')
  const sums = await send('box.sums', `disk SHA256:${checksum}\n`)
  const disk = await send('disk', 'good')
  const list = await send('box.list', 'disk 4\n')
  const archive = await send('more.parcels', packParcel({ a: '1', b: '2' }))
  return { sums, disk, list, archive }
}

it('a file that is sent costs as many rows in a large session as in a small one', async () => {
  const few = await open(1)
  expect(await open(limits.filesPerSessionMax / 2)).toEqual(few)
  expect(few.disk).toBeGreaterThan(0)
})
