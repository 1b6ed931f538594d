import type { Caller } from '../src/access/caller.ts'
import type { SubscriptionInfo } from '../src/contract/subscription-info.ts'
import { enterMaintenance } from '../src/libraries/enter-maintenance.ts'
import { exitMaintenance } from '../src/libraries/exit-maintenance.ts'
import { createMemoryStore } from '../src/memory/store.ts'
import type {
  FetchedFile,
  Item,
  ItemFile,
  Library,
  LibrarySource,
  Task,
} from '../src/ports/entities.ts'
import type { TableName, Tables } from '../src/ports/schema.ts'
import { createSubscribedLibrary } from '../src/subscriptions/create-subscribed-library.ts'
import { deleteSubscribedLibrary } from '../src/subscriptions/delete-subscribed-library.ts'
import { syncSubscribedLibrary } from '../src/subscriptions/sync-subscribed-library.ts'
import { createTaskRunner } from '../src/tasks/task-runner.ts'
import { verifyCatalog } from '../src/verify/verify-catalog.ts'
import type { World } from '../src/world.ts'
import { createTestPublisher } from './publisher.ts'
import type { PublishedItem, TestPublisher } from './publisher.ts'
import { createTestWorld } from '../src/testing/world.ts'
import type { TestWorld } from '../src/testing/world.ts'

/** An item of a mirror, as far as it can be read. */
interface MirroredItem {
  readonly type: string
  readonly description: string
  /** What its files hold; null where that is not here. */
  readonly files: Readonly<Record<string, string | null>>
}

/** A subscribed library over a publisher in memory. */
export interface Mirror extends TestWorld {
  readonly caller: Caller
  readonly publisher: TestPublisher
  readonly libraryId: string
  /** Carries tasks on until none is due; what they wait for passes. */
  readonly runTasks: (node?: World) => Promise<void>
  /** Asks for a synchronization, and carries it on to its end. */
  readonly sync: () => Promise<void>
  /** Its items by their names. */
  readonly contents: () => Promise<Readonly<Record<string, MirroredItem>>>
  readonly itemNamed: (name: string) => Promise<Item | undefined>
  readonly idsByName: () => Promise<Readonly<Record<string, string>>>
  readonly tasks: () => Promise<readonly Task[]>
  readonly lastTask: () => Promise<Task | undefined>
  /** What there is of the library, but for when and how it was synchronized. */
  readonly rows: () => Promise<MirrorRows>
  readonly source: () => Promise<LibrarySource | undefined>
  readonly enterMaintenance: () => Promise<void>
  readonly exitMaintenance: () => Promise<void>
  readonly deleteLibrary: () => Promise<void>
  /** Throws where a reference, a counter or bytes are not as they should be. */
  readonly expectSound: () => Promise<void>
}

interface MirrorRows {
  readonly libraries: readonly Library[]
  readonly items: readonly Item[]
  readonly files: readonly ItemFile[]
  readonly fetched: readonly FetchedFile[]
  readonly sources: readonly string[]
}

/** Subscribes to what is published; nothing is synchronized yet. */
export const openMirror = async (
  items: readonly PublishedItem[],
  info: Partial<SubscriptionInfo> = {},
): Promise<Mirror> => {
  const publisher = createTestPublisher()
  publisher.publish(items)
  const store = createMemoryStore()
  const test = createTestWorld({ store, fetcher: publisher })
  const { world } = test
  const caller = await test.addCaller()
  const libraryId = await createSubscribedLibrary(world, caller, {
    create_spec: {
      name: 'Mirror',
      storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-1' }],
      subscription_info: {
        subscription_url: publisher.url,
        authentication_method: 'NONE',
        on_demand: false,
        automatic_sync_enabled: false,
        ...info,
      },
    },
  })
  publisher.asked.length = 0

  const all = async <T extends TableName>(table: T): Promise<Tables[T][]> => {
    await using snapshot = await store.readSnapshot()
    const rows: Tables[T][] = []
    for await (const page of snapshot.rows(table)) rows.push(...page)
    return rows
  }
  const living = async (): Promise<Item[]> =>
    (await all('item')).filter((item) => item.libraryId === libraryId && item.deletedAt === null)
  const currentFiles = async ({ id }: Item): Promise<ItemFile[]> =>
    (await all('itemFile')).filter(({ itemId, until }) => itemId === id && until === null)
  const byName = async <T>(of: (item: Item) => Promise<T>): Promise<Record<string, T>> =>
    Object.fromEntries(
      await Promise.all((await living()).map(async (item) => [item.name, await of(item)] as const)),
    )
  const runTasks = async (node: World = world): Promise<void> => {
    for (;;) {
      const runner = createTaskRunner(node)
      const taken = await runner.takeUp()
      await test.clock.passUntil(runner.idle())
      if (taken === 0) return
    }
  }
  const tasks = async (): Promise<Task[]> =>
    (await all('task')).filter((task) => task.libraryId === libraryId)
  return {
    ...test,
    caller,
    publisher,
    libraryId,
    runTasks,
    tasks,
    async sync() {
      await syncSubscribedLibrary(world, caller, { library_id: libraryId })
      await runTasks()
    },
    contents: () =>
      byName(async (item) => ({
        type: item.itemType,
        description: item.description,
        files: Object.fromEntries(
          await Promise.all(
            (await currentFiles(item)).map(
              async ({ name, blobId }) =>
                [name, (blobId && (await contentOf(world, blobId))) ?? null] as const,
            ),
          ),
        ),
      })),
    itemNamed: async (name) => (await living()).find((item) => item.name === name),
    idsByName: () => byName(async ({ id }) => id),
    lastTask: async () => (await tasks()).toSorted((a, b) => (a.id < b.id ? -1 : 1)).at(-1),
    rows: async () => ({
      libraries: await all('library'),
      items: (await all('item')).filter((item) => item.libraryId === libraryId),
      files: await all('itemFile'),
      fetched: await all('fetchedFile'),
      sources: (await all('librarySource')).map(({ url }) => url),
    }),
    source: async () => (await all('librarySource')).find((one) => one.libraryId === libraryId),
    enterMaintenance: () => enterMaintenance(world, caller, { library_id: libraryId }),
    exitMaintenance: () => exitMaintenance(world, caller, { library_id: libraryId }),
    deleteLibrary: () => deleteSubscribedLibrary(world, caller, { library_id: libraryId }),
    async expectSound() {
      const { signal } = new AbortController()
      const { findings } = await verifyCatalog(world, store, { signal, graceMs: 0 })
      if (findings.length > 0) throw new Error(JSON.stringify(findings))
    },
  }
}

/** What a blob holds, as text; undefined where there are no such bytes. */
export const contentOf = async ({ blobs }: World, id: string): Promise<string | undefined> => {
  const bytes = await blobs.read(id).catch(() => undefined)
  return bytes && new Response(bytes).text()
}
