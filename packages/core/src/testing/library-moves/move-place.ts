import type { Caller } from '../../access/caller.ts'
import { createPlacedBlobs } from '../../blob-places/create-placed-blobs.ts'
import type { Input } from '../../contract/contract.ts'
import { createMemoryBlobStore } from '../../memory/blob-store.ts'
import { limits } from '../../limits.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import type { Library, Task } from '../../ports/entities.ts'
import type { Store } from '../../ports/store.ts'
import { createTaskRunner } from '../../tasks/task-runner.ts'
import { openDownload } from '../../transfers/open-download.ts'
import { sweep } from '../../upkeep/sweep.ts'
import type { World } from '../../world.ts'
import type { OpenTaskStore } from '../tasks/describe-runs.ts'
import { sending } from '../update-sessions/bytes.ts'
import { inProcess, outcomeOf } from '../update-sessions/place.ts'
import type { SessionWire } from '../update-sessions/place.ts'
import { createTestWorld } from '../world.ts'
import type { TestWorld } from '../world.ts'

/** A world with a default place for bytes and one named `archive`, both in memory. */
export interface MovePlace extends TestWorld, SessionWire, AsyncDisposable {
  readonly caller: Caller
  readonly main: BlobStore
  readonly archive: BlobStore
  readonly newLibrary: () => Promise<string>
  /** A new item with files, uploaded and completed. */
  readonly newItem: (libraryId: string, files: Readonly<Record<string, string>>) => Promise<string>
  /** Opens a session on an item. */
  readonly begin: (itemId: string) => Promise<string>
  /** Adds a file to a session; answers where it is sent to. */
  readonly add: (sessionId: string, name: string) => Promise<string>
  readonly send: (uri: string, content: string) => Promise<void>
  readonly complete: (sessionId: string) => Promise<void>
  /** What the files of an item hold, as whoever downloads them sees it. */
  readonly read: (itemId: string) => Promise<Record<string, string>>
  /** Asks for the move of a library; answers how that call ends, whenever it does. */
  readonly migrate: (libraryId: string, to?: string) => Promise<unknown>
  /** Carries tasks on, on this node or another, until none is due. */
  readonly carryOn: (node?: World) => Promise<void>
  readonly libraryOf: (id: string) => Promise<Library>
  /** The newest task that moves a library. */
  readonly moveOf: (libraryId: string) => Promise<Task>
  readonly sweepAll: () => Promise<void>
  /** Lets what is waited for pass, and frees all that nothing needs. */
  readonly comeToRest: () => Promise<void>
}

/** What stands around the places for bytes. */
export type BlobDisguise = (blobs: BlobStore, place: 'main' | 'archive') => BlobStore

/** Opens such a world over an empty catalog. */
export const openMovePlace = async (
  open: OpenTaskStore,
  disguise: BlobDisguise = (blobs) => blobs,
  disguiseStore: (store: Store) => Store = (store) => store,
): Promise<MovePlace> => {
  const opened = await open()
  const store = disguiseStore(opened.store)
  const [main, archive] = [createMemoryBlobStore(), createMemoryBlobStore()]
  const namedBlobs = new Map([['archive', disguise(archive, 'archive')]])
  const blobs = createPlacedBlobs(store, disguise(main, 'main'), namedBlobs)
  const test = createTestWorld({ store, blobs, namedBlobs })
  const { world, clock } = test
  const caller = await test.addCaller()
  const wire = inProcess(world)
  const call: typeof wire.call = (...given) => wire.call(...given)

  const sweepAll = async (): Promise<void> => {
    for (let step = 0; step < 1_000; step++) if (!(await sweep(world)).more) return
    throw new Error('The sweep finds no end')
  }
  const begin = (library_item_id: string): Promise<string> =>
    call(caller, 'updateSession.create', { create_spec: { library_item_id } })
  const add = async (update_session_id: string, name: string): Promise<string> => {
    const file_spec = { name, source_type: 'PUSH' } as const
    const info = await call(caller, 'updateSessionFile.add', { update_session_id, file_spec })
    return info.upload_endpoint?.uri ?? ''
  }
  const send = (uri: string, content: string): Promise<void> => wire.upload(uri, sending(content))
  const complete = (update_session_id: string): Promise<void> =>
    call(caller, 'updateSession.complete', { update_session_id })
  const [backings] = [[{ type: 'DATASTORE', datastore_id: 'somewhere' }] as const]

  return {
    ...test,
    ...wire,
    caller,
    main,
    archive,
    begin,
    add,
    send,
    complete,
    sweepAll,
    newLibrary: () =>
      call(caller, 'localLibrary.create', {
        create_spec: { name: 'images', storage_backings: backings },
      }),
    async newItem(library_id, files) {
      const name = `item ${world.ids.uuid()}`
      const item = await call(caller, 'item.create', { create_spec: { library_id, name } })
      const session = await begin(item)
      for (const [file, content] of Object.entries(files)) {
        await send(await add(session, file), content)
      }
      await complete(session)
      return item
    },
    async read(library_item_id) {
      const files = await call(caller, 'itemFile.list', { library_item_id })
      const contents = files.map(async ({ name, file_download_endpoint = '' }) => {
        const [ownerId = '', fileId = '', mac = '', file = ''] = new URL(
          file_download_endpoint,
        ).pathname
          .split('/')
          .slice(3)
        const capability = { kind: 'file', ownerId, fileId, mac, name: file } as const
        const download = await openDownload(world, capability)
        return [name, await new Response(await download.read()).text()] as const
      })
      return Object.fromEntries(await Promise.all(contents))
    },
    migrate(library_id, to = 'archive') {
      const storage_backings = [{ type: 'DATASTORE', datastore_id: to }] as const
      const input: Input<'library.migrate'> = { library_id, migrate_spec: { storage_backings } }
      return outcomeOf(call(caller, 'library.migrate', input))
    },
    async carryOn(node = world) {
      for (let turns = 0; turns < 100; turns++) {
        const runner = createTaskRunner(node)
        const count = await runner.takeUp()
        await runner.idle()
        if (count === 0) return
      }
      throw new Error('Tasks find no end')
    },
    async libraryOf(id) {
      const [library] = await world.store.find('library', { where: { id }, limit: 1 })
      if (!library) throw new Error('The library is gone')
      return library
    },
    async moveOf(libraryId) {
      const tasks = await world.store.find('task', { where: { libraryId }, limit: 100 })
      const task = tasks.at(-1)
      if (!task) throw new Error('There is no move')
      return task
    },
    async comeToRest() {
      await clock.advance(world.settings.sessionTimeoutMs + limits.transferLeaseMs)
      await sweepAll()
      await clock.advance(limits.movedBytesKeptMs + limits.freedAgainMs)
      await sweepAll()
      await clock.advance(world.settings.sessionRetentionMs)
      await sweepAll()
    },
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]?.()
    },
  }
}

/** What a place holds: how many blobs. */
export const countIn = async (blobs: BlobStore): Promise<number> => {
  let count = 0
  for await (const _ of blobs.list()) count++
  return count
}
