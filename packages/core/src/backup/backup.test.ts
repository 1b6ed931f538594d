import { describe, expect, it } from 'vitest'
import { nodeHashing as hashing } from '../../test/node-hashing.ts'
import { authenticateToken } from '../access/authenticate-token.ts'
import { createFirstUser } from '../access/create-first-user.ts'
import { limits } from '../limits.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import { remove } from '../ports/changes.ts'
import { createSession } from '../session/create-session.ts'
import { createTestClock } from '../testing/clock.ts'
import { heldSending, sending } from '../testing/update-sessions/bytes.ts'
import { expectNoOrphan, lookAtItem } from '../testing/update-sessions/look.ts'
import { openPlace, outcomeOf } from '../testing/update-sessions/place.ts'
import { until } from '../testing/update-sessions/until.ts'
import { createTestWorld } from '../testing/world.ts'
import { verifyCatalog } from '../verify/verify-catalog.ts'
import { holdBlobs } from './hold-blobs.ts'
import { restoreBackup } from './restore-backup.ts'
import { takeBackup } from './take-backup.ts'
import type { BackupFacts } from './take-backup.ts'

const signal = new AbortController().signal

/** A library with an item of one file, and a session on it that has received another. */
const openLibrary = async () => {
  const store = createMemoryStore()
  const blobs = createMemoryBlobStore()
  const place = await openPlace({ open: async () => ({ store, blobs, hashing }) })
  const caller = await place.addCaller()
  const { id: item } = await place.addItem((await place.addLibrary()).id, {
    size: 0,
    fileCount: 0,
  })
  await place.addItemFile(item, 'old', 'the old file')
  const session = await place.call(caller, 'updateSession.create', {
    create_spec: { library_item_id: item },
  })
  const add = async (name: string): Promise<string> => {
    const { upload_endpoint } = await place.call(caller, 'updateSessionFile.add', {
      update_session_id: session,
      file_spec: { name, source_type: 'PUSH' },
    })
    return upload_endpoint?.uri ?? ''
  }
  await place.upload(await add('new'), sending('the new file'))
  const files = (as = place) =>
    as.call(caller, 'updateSessionFile.list', { update_session_id: session })
  return { place, store, blobs, caller, item, session, add, files }
}

/** A place for backups, and the newest one in it. */
const openFolder = () => {
  const blobs = createMemoryBlobStore()
  let catalog = createMemoryStore()
  return {
    blobs,
    get catalog() {
      return catalog
    },
    newCatalog: async () => (catalog = createMemoryStore()),
  }
}

type Folder = ReturnType<typeof openFolder>
type Library = Awaited<ReturnType<typeof openLibrary>>

const backUp = ({ place, store, blobs }: Library, folder: Folder, bytes: BlobStore = blobs) =>
  takeBackup({ ...place.world, blobs: bytes }, store, {
    newCatalog: folder.newCatalog,
    blobs: folder.blobs,
    signal,
  })

const restore = async (folder: Folder, facts: BackupFacts, target: Partial<Library> = {}) => {
  const clock = createTestClock()
  const { store = createMemoryStore(), blobs = createMemoryBlobStore() } = target
  await using catalog = await folder.catalog.readSnapshot()
  const backup = { id: 'one', facts, catalog, blobs: folder.blobs }
  const restored = await restoreBackup({ store, blobs, hashing, clock }, backup, { signal })
  return { store, blobs, restored }
}

const reopen = (ports: { store: Library['store']; blobs: Library['blobs'] }) =>
  openPlace({ open: async () => ({ ...ports, hashing }) })

/** Bytes that are first read after something else has happened. */
const disturbed = (blobs: BlobStore, disturb: () => Promise<void>): BlobStore => {
  let done: Promise<void> | undefined
  return {
    ...blobs,
    async read(id, range) {
      await (done ??= disturb())
      return blobs.read(id, range)
    },
  }
}

describe('a backup', () => {
  it('restored elsewhere goes on where it was taken', async () => {
    const library = await openLibrary()
    const folder = openFolder()
    const facts = await backUp(library, folder)
    expect(facts).toMatchObject({ blobs: 2, bytes: 24, copied: 2, copiedBytes: 24, defects: [] })
    const there = await restore(folder, facts)
    expect(there.restored).toMatchObject({ copied: 2, defects: [] })
    const place = await reopen(there)
    expect(await lookAtItem(there, library.item)).toEqual(await lookAtItem(library, library.item))
    const complete = { update_session_id: library.session }
    await place.call(library.caller, 'updateSession.complete', complete)
    expect((await lookAtItem(there, library.item))?.files).toMatchObject([
      { name: 'new', content: 'the new file' },
      { name: 'old', content: 'the old file' },
    ])
    const verified = await verifyCatalog(place.world, there.store, { signal })
    expect(verified.findings).toEqual([])
  })

  it('leaves out what is on its way, and whose bytes are freed', async () => {
    const library = await openLibrary()
    const { place, add } = library
    const held = heldSending()
    const upload = outcomeOf(place.upload(await add('half'), held))
    held.send('ha')
    await until(() => place.world.transfers.count === 1)
    const folder = openFolder()
    const there = await restore(folder, await backUp(library, folder))
    held.send('lf')
    held.end()
    await upload
    const restored = await library.files(await reopen(there))
    expect(restored.map(({ name, status }) => [name, status])).toEqual([
      ['half', 'WAITING_FOR_TRANSFER'],
      ['new', 'READY'],
      ['old', 'READY'],
    ])
    await expectNoOrphan(there, 'after the restore')
  })

  it('holds no tokens, and every user', async () => {
    const library = await openLibrary()
    const token = await createSession(library.place.world, library.caller)
    const folder = openFolder()
    const there = await restore(folder, await backUp(library, folder))
    const { world } = createTestWorld({ ...there, hashing })
    await expect(authenticateToken(world, token)).rejects.toMatchObject({ type: 'UNAUTHENTICATED' })
    const anyId = { where: { id: { moreThan: '' } }, limit: 9 } as const
    expect(await world.store.ids('user', anyId)).toEqual([library.caller.user.id])
    expect(await world.store.ids('token', anyId)).toEqual([])
  })

  it('copies only new bytes when it is taken again', async () => {
    const library = await openLibrary()
    const folder = openFolder()
    await backUp(library, folder)
    await library.place.upload(await library.add('third'), sending('3'))
    expect(await backUp(library, folder)).toMatchObject({ blobs: 3, copied: 1, copiedBytes: 1 })
  })

  it('keeps bytes from being freed until it has them', async () => {
    const library = await openLibrary()
    const { place, blobs, caller, session, item } = library
    const slow = disturbed(blobs, async () => {
      await place.call(caller, 'updateSession.cancel', { update_session_id: session })
      await place.call(caller, 'item.delete', { library_item_id: item })
      await place.sweepAll()
    })
    const folder = openFolder()
    const facts = await backUp(library, folder, slow)
    expect(facts).toMatchObject({ copied: 2, defects: [] })
    const there = await restore(folder, facts)
    expect((await lookAtItem(there, item))?.files).toMatchObject([{ content: 'the old file' }])
    await place.comeToRest()
    await expectNoOrphan(library, 'after the hold')
  })

  it('that died holds nothing after a minute', async () => {
    const { place, caller, session, blobs } = await openLibrary()
    const clock = { ...place.clock, sleep: () => new Promise<never>(() => {}) }
    const hold = await holdBlobs({ ...place.world, clock })
    expect(hold.signal.aborted).toBe(false)
    await place.call(caller, 'updateSession.cancel', { update_session_id: session })
    const stored = async (): Promise<number> => {
      let count = 0
      for await (const { size } of blobs.list()) if (size > 0) count++
      return count
    }
    place.clock.jump(limits.blobHoldMs - 1)
    await place.sweepAll()
    expect(await stored()).toBe(2)
    place.clock.jump(1)
    await place.sweepAll()
    expect(await stored()).toBe(1)
  })

  it('is taken anew where bytes were freed all the same', async () => {
    const library = await openLibrary()
    const { place, blobs, caller, session } = library
    const outrun = disturbed(blobs, async () => {
      await place.call(caller, 'updateSession.cancel', { update_session_id: session })
      const anyBlob = { where: { id: { moreThan: '' } }, limit: 9 } as const
      const rows = await library.store.find('blob', anyBlob)
      const freed = rows.filter(({ references }) => references === 0)
      await place.apply(...freed.map((row) => remove('blob', row)))
      await blobs.delete(freed.map((row) => row.id))
    })
    const folder = openFolder()
    const facts = await backUp(library, folder, outrun)
    expect(facts).toMatchObject({ blobs: 1, bytes: 12, defects: [] })
    const there = await restore(folder, facts)
    expect(there.restored).toMatchObject({ copied: 1, defects: [] })
    const files = await library.files(await reopen(there))
    expect(files.map(({ name, status }) => [name, status])).toEqual([
      ['new', 'WAITING_FOR_TRANSFER'],
      ['old', 'READY'],
    ])
  })

  it('tells of bytes that are missing, and keeps the others', async () => {
    const library = await openLibrary()
    const [blob] = await library.store.find('blob', {
      where: { id: { moreThan: '' } },
      limit: 1,
    })
    await library.blobs.delete([blob?.id ?? ''])
    const folder = openFolder()
    const facts = await backUp(library, folder)
    expect(facts).toMatchObject({ blobs: 2, copied: 1, defects: [{ id: blob?.id }] })
    expect((await restore(folder, facts)).restored.defects).toMatchObject([{ id: blob?.id }])
  })

  it('lets go of what it held, also when it fails', async () => {
    const library = await openLibrary()
    const stopped = AbortSignal.abort(new Error('Stopped by SIGINT'))
    const folder = openFolder()
    const taken = takeBackup(library.place.world, library.store, { ...folder, signal: stopped })
    await expect(taken).rejects.toThrow('Stopped by SIGINT')
    const holds = { where: { id: { moreThan: 'hold-' } }, limit: 9 } as const
    expect(await library.store.ids('setting', holds)).toEqual([])
  })
})

describe('a restore', () => {
  it('goes on where it broke off, and nobody uses the catalog before', async () => {
    const library = await openLibrary()
    const folder = openFolder()
    const facts = await backUp(library, folder)
    for (let failAt = 1, isDone = false; !isDone; failAt++) {
      const store = createMemoryStore()
      const blobs = createMemoryBlobStore()
      let calls = 0
      const step = (): void => {
        if (++calls === failAt) throw new Error('kill -9')
      }
      const failing = {
        store: {
          ...store,
          commit: async (...given: Parameters<typeof store.commit>) => (
            step(),
            store.commit(...given)
          ),
        },
        blobs: {
          ...blobs,
          write: async (...given: Parameters<typeof blobs.write>) => (
            step(),
            blobs.write(...given)
          ),
        },
      }
      isDone = await restore(folder, facts, failing).then(
        () => true,
        () => false,
      )
      const { world } = createTestWorld({ store, blobs, hashing })
      const anyId = { where: { id: { moreThan: '' } }, limit: 1 } as const
      const hasBegun = (await store.ids('setting', anyId)).length > 0
      if (!isDone && hasBegun)
        await expect(createFirstUser(world, { userName: 'root' })).rejects.toMatchObject({
          id: 'accession.service.half_restored',
        })
      if (!isDone) await restore(folder, facts, { store, blobs })
      expect(await lookAtItem({ store, blobs }, library.item)).toEqual(
        await lookAtItem(library, library.item),
      )
      await expectNoOrphan({ store, blobs }, `failed at ${failAt}`)
    }
  })

  it('refuses a catalog and a place for bytes that hold anything', async () => {
    const library = await openLibrary()
    const folder = openFolder()
    const facts = await backUp(library, folder)
    const notEmpty = { id: 'accession.service.restore_not_empty' }
    await expect(restore(folder, facts, { store: library.store })).rejects.toMatchObject(notEmpty)
    await expect(restore(folder, facts, { blobs: library.blobs })).rejects.toMatchObject(notEmpty)
  })
})
