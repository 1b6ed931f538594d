import type { Caller } from '../../access/caller.ts'
import type { UpdateSessionFileInfo } from '../../contract/update-session-file-info.ts'
import type { UpdateSessionFileAddSpec } from '../../contract/update-session-file-info.ts'
import { createMemoryBlobStore } from '../../memory/blob-store.ts'
import { limits } from '../../limits.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import type { Item, Task } from '../../ports/entities.ts'
import { pullKinds } from '../../tasks/task-kinds.ts'
import { createTaskRunner } from '../../tasks/task-runner.ts'
import type { TaskRunner } from '../../tasks/task-runner.ts'
import type { Settings } from '../../settings.ts'
import { sweep } from '../../upkeep/sweep.ts'
import type { World } from '../../world.ts'
import type { OpenTaskStore } from '../tasks/describe-runs.ts'
import { inProcess } from '../update-sessions/place.ts'
import type { SessionWire } from '../update-sessions/place.ts'
import { createTestWorld } from '../world.ts'
import type { TestWorld } from '../world.ts'
import { createTestSource } from './test-source.ts'
import type { SourceFile, TestSource } from './test-source.ts'

/** Where files are pulled from: it holds a secret, as signed addresses do. */
export const sourceUrl = 'https://images.example/disk.img?signature=secret'

/** A world with a session to pull into, and a network to pull from. */
export interface PullPlace extends TestWorld, SessionWire, AsyncDisposable {
  readonly caller: Caller
  readonly source: TestSource
  readonly blobs: BlobStore
  readonly item: string
  readonly session: string
  /** Puts a file at `sourceUrl`, and adds it to the session as one to pull. */
  readonly pull: (
    file: SourceFile,
    spec?: Partial<UpdateSessionFileAddSpec>,
  ) => Promise<UpdateSessionFileInfo>
  readonly file: (name?: string) => Promise<UpdateSessionFileInfo>
  readonly state: () => Promise<string | undefined>
  readonly newRunner: (node?: World) => TaskRunner
  /** Carries pulls on until none is live, lets time pass where all of them wait. */
  readonly carryOn: (node?: World) => Promise<void>
  readonly tasks: () => Promise<readonly Task[]>
  /** Whether the item's file has these bytes. */
  readonly holds: (content: Uint8Array, name?: string) => Promise<boolean>
  readonly sweepAll: () => Promise<void>
}

/** Opens such a world over an empty catalog; `itemGiven` is what its item is. */
export const openPullPlace = async (
  open: OpenTaskStore,
  settings: Partial<Settings> = {},
  itemGiven: Partial<Item> = {},
): Promise<PullPlace> => {
  const opened = await open()
  const source = createTestSource()
  const blobs = createMemoryBlobStore()
  const defaults = { sessionTimeoutMs: 300_000, sessionRetentionMs: 3_600_000 }
  const test = createTestWorld({
    store: opened.store,
    blobs,
    fetcher: source.fetcher,
    settings: { ...defaults, ...settings },
  })
  const { world, clock } = test
  const wire = inProcess(world)
  const caller = await test.addCaller()
  const library = await test.addLibrary()
  const { id: item } = await test.addItem(library.id, itemGiven)
  const session = await wire.call(caller, 'updateSession.create', {
    create_spec: { library_item_id: item },
  })
  const tasks = () => world.store.find('task', { where: { id: { moreThan: '' } }, limit: 1_000 })
  const newRunner = (node: World = world): TaskRunner =>
    createTaskRunner(node, {
      kinds: pullKinds,
      atOnce: limits.pullsAtOnce,
      sliceMs: limits.pullSliceMs,
    })
  return {
    ...test,
    ...wire,
    caller,
    source,
    blobs,
    item,
    session,
    newRunner,
    async pull(file, spec = {}) {
      source.files.set(sourceUrl, file)
      const disk = { name: 'disk.img', source_type: 'PULL' } as const
      const source_endpoint = { uri: sourceUrl }
      const file_spec = { ...disk, source_endpoint, ...spec }
      return wire.call(caller, 'updateSessionFile.add', { update_session_id: session, file_spec })
    },
    file: (file_name = 'disk.img') =>
      wire.call(caller, 'updateSessionFile.get', { update_session_id: session, file_name }),
    async state() {
      return (await wire.call(caller, 'updateSession.get', { update_session_id: session })).state
    },
    async carryOn(node = world) {
      const runner = newRunner(node)
      for (let rounds = 0; rounds < 200; rounds++) {
        await runner.takeUp()
        await runner.idle()
        const live = (await tasks()).filter(({ endedAt }) => endedAt === null)
        if (live.length === 0) return
        const dueAt = Math.min(...live.map((task) => task.dueAt))
        if (dueAt > clock.now()) await clock.advance(dueAt - clock.now())
      }
      throw new Error('The pulls find no end')
    },
    tasks,
    async holds(content, name = 'disk.img') {
      const [stored] = await world.store.find('itemFile', {
        where: { itemId: item, name, until: null },
        limit: 1,
      })
      const bytes = await blobs.read(stored?.blobId ?? '')
      const found = new Uint8Array(await new Response(bytes).arrayBuffer())
      return found.length === content.length && found.every((byte, at) => byte === content[at])
    },
    async sweepAll() {
      for (let step = 0; step < 1000; step++) if (!(await sweep(world)).more) return
      throw new Error('The sweep finds no end')
    },
    async [Symbol.asyncDispose]() {
      await opened[Symbol.asyncDispose]?.()
    },
  }
}
