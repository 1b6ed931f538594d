import { describe, expect, it } from 'vitest'
import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { checksumOf, sending } from '../testing/update-sessions/bytes.ts'
import { expectNoOrphan } from '../testing/update-sessions/look.ts'
import { openPlace, outcomeOf } from '../testing/update-sessions/place.ts'

/** Bytes of which all chunks but the first wait to be let go, and how many reads there were. */
const holdReads = (inner: BlobStore) => {
  const gate = new AbortController()
  const released = new Promise((resolve) => {
    gate.signal.addEventListener('abort', resolve)
  })
  const held = { isHeld: false, reads: 0, release: () => gate.abort() }
  const blobs: BlobStore = {
    ...inner,
    async read(id, range) {
      const bytes = await inner.read(id, range)
      if (!held.isHeld) return bytes
      held.reads++
      const late = new TransformStream<Uint8Array, Uint8Array>({
        async transform(chunk, controller) {
          await released
          controller.enqueue(chunk)
        },
      })
      return bytes.pipeThrough(late)
    },
  }
  return { blobs, held }
}

/** A session whose disk came before the sums that say what it must be. */
const open = async () => {
  const { blobs, held } = holdReads(createMemoryBlobStore())
  const place = await openPlace({
    open: async () => ({ store: createMemoryStore(), blobs, hashing }),
  })
  const caller = await place.addCaller()
  const type = { itemType: 'parcel', itemTypeKey: 'parcel', typeMetadata: null }
  const { id: item } = await place.addItem((await place.addLibrary()).id, type)
  const update_session_id = await place.call(caller, 'updateSession.create', {
    create_spec: { library_item_id: item },
  })
  const given = { update_session_id }
  const add = async (name: string): Promise<string> => {
    const file_spec = { name, source_type: 'PUSH' } as const
    const added = await place.call(caller, 'updateSessionFile.add', { ...given, file_spec })
    return added.upload_endpoint?.uri ?? ''
  }
  const send = async (name: string, text: string): Promise<void> =>
    place.upload(await add(name), sending(text))
  await send('disk', 'good')
  const { checksum } = await checksumOf(hashing, 'good', 'SHA256')
  await send('box.sums', `disk SHA256:${checksum}\n`)
  await send('box.list', 'disk 4\n')
  held.isHeld = true
  const complete = () => outcomeOf(place.call(caller, 'updateSession.complete', given))
  return { place, caller, given, held, add, complete }
}

describe('a digest that complete makes', () => {
  it('keeps its session alive, however long that takes', async () => {
    const { place, caller, given, held, complete } = await open()
    const completing = complete()
    await place.settled()
    await place.clock.advance(3 * place.world.settings.sessionTimeoutMs)
    expect(await place.call(caller, 'updateSession.get', given)).toMatchObject({ state: 'ACTIVE' })
    held.release()
    expect(await completing).toEqual({ result: undefined })
    expect(held.reads).toBe(1)
    await place.comeToRest()
    await expectNoOrphan(place.world, 'at rest')
  })

  it('ends with its session, which cancel has ended', async () => {
    const { place, caller, given, held, complete } = await open()
    const completing = complete()
    await place.settled()
    await place.call(caller, 'updateSession.cancel', given)
    held.release()
    expect(await completing).toMatchObject({ id: 'accession.update_session.not_active' })
    expect(await place.call(caller, 'updateSession.get', given)).toMatchObject({
      state: 'CANCELED',
    })
    expect(place.world.transfers.count).toBe(0)
    await place.comeToRest()
    await expectNoOrphan(place.world, 'at rest')
  })

  it('ends where its file is added anew', async () => {
    const { place, held, add, complete } = await open()
    const completing = complete()
    await place.settled()
    await add('disk')
    held.release()
    expect(await completing).toMatchObject({ id: 'accession.transfer.not_wanted' })
    expect(await complete()).toMatchObject({ id: 'accession.update_session.files_not_ready' })
  })
})
