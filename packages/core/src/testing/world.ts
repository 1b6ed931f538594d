import type { Caller } from '../access/caller.ts'
import { foldName } from '../names/fold-name.ts'
import { createMemoryBlobStore } from '../memory/blob-store.ts'
import { createMemoryStore } from '../memory/store.ts'
import { createMetrics } from '../metrics/create-metrics.ts'
import type { MetricRegistry } from '../metrics/create-metrics.ts'
import { adjust, insert } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Grant, Item, ItemFile, Library, User } from '../ports/entities.ts'
import { defaultSettings } from '../settings.ts'
import { createRunningTransfers } from '../transfers/running-transfers.ts'
import type { World } from '../world.ts'
import { createTestClock } from './clock.ts'
import type { TestClock } from './clock.ts'
import { createCrc32 } from './crc32.ts'
import { testHashing, testPasswords } from './hashing.ts'
import { createTestIds } from './ids.ts'
import { createTestLog } from './log.ts'
import type { LogLine } from './log.ts'
import { parcelType } from './parcel-type.ts'
import { sampleRow } from './store/sample-rows.ts'

/** A world in memory, and hands to set it up without going through the operations under test. */
export interface TestWorld {
  readonly world: World
  readonly clock: TestClock
  readonly logged: readonly LogLine[]
  /** What the world measured. */
  readonly metrics: MetricRegistry
  /** How often something asked for a sweep. */
  readonly sweepsAsked: () => number
  readonly addUser: (given?: Partial<User>) => Promise<User>
  /** A new user as the caller of operations; an administrator unless said otherwise. */
  readonly addCaller: (grants?: readonly Grant[]) => Promise<Caller>
  readonly addLibrary: (given?: Partial<Library>) => Promise<Library>
  readonly addItem: (libraryId: string, given?: Partial<Item>) => Promise<Item>
  /** A file with its bytes stored; the item's size and count of files grow with it. */
  readonly addItemFile: (itemId: string, name: string, content: string) => Promise<ItemFile>
  /** Applies changes; throws where they meet anything in the way. */
  readonly apply: (...changes: readonly Change[]) => Promise<void>
}

/** A world whose time and chance tests decide about. */
export const createTestWorld = (
  overrides: Partial<Omit<World, 'clock' | 'log' | 'metrics'>> = {},
): TestWorld => {
  const clock = createTestClock()
  const log = createTestLog()
  const metrics = createMetrics(() => clock.now())
  let sweepsAsked = 0
  const world: World = {
    store: createMemoryStore(),
    blobs: createMemoryBlobStore(),
    clock,
    ids: createTestIds(),
    hashing: testHashing,
    passwords: testPasswords,
    log,
    metrics,
    settings: defaultSettings,
    itemTypes: [parcelType],
    transfers: createRunningTransfers(),
    sweepSoon: () => void sweepsAsked++,
    runTasksSoon: () => undefined,
    ...overrides,
  }
  const apply = async (...changes: readonly Change[]): Promise<void> => {
    const outcome = await world.store.commit(changes)
    if (outcome.outcome !== 'committed')
      throw new Error(`The commit was ${JSON.stringify(outcome)}`)
  }
  const times = (): { createdAt: number; modifiedAt: number } => ({
    createdAt: clock.now(),
    modifiedAt: clock.now(),
  })
  const addUser = async (given: Partial<User> = {}): Promise<User> => {
    const id = world.ids.uuid()
    const name = given.name ?? `user-${id.slice(-4)}@test`
    const passwordHash = await world.passwords.hash('correct horse')
    const row = { id, name, nameKey: foldName(name), passwordHash, createdAt: clock.now() }
    const user = sampleRow('user', { ...row, ...given })
    await apply(insert('user', user))
    return user
  }
  return {
    world,
    clock,
    logged: log.lines,
    metrics,
    sweepsAsked: () => sweepsAsked,
    apply,
    addUser,
    async addCaller(grants = [{ role: 'admin', libraryId: null }]) {
      const { id, name, revision } = await addUser({ grants })
      return { user: { id, name, revision }, grants, token: null, origin: 'https://library.test' }
    },
    async addLibrary(given = {}) {
      const library = sampleRow('library', { id: world.ids.uuid(), ...times(), ...given })
      await apply(insert('library', library))
      return library
    },
    async addItem(libraryId, given = {}) {
      const id = world.ids.uuid()
      const name = given.name ?? `item-${id.slice(-4)}`
      const own = { id, libraryId, name, nameKey: foldName(name), ...times() }
      const item = sampleRow('item', { ...own, ...given })
      await apply(insert('item', item))
      return item
    },
    async addItemFile(itemId, name, content) {
      const bytes = new TextEncoder().encode(content)
      const size = bytes.byteLength
      const blobId = world.ids.uuid()
      await world.blobs.write(
        blobId,
        (async function* () {
          yield bytes
        })(),
        { signal: new AbortController().signal },
      )
      const crc = createCrc32()
      await crc.update(bytes)
      const digest = `CRC32:${await crc.hex()}`
      const dueAt = clock.now()
      const blob = sampleRow('blob', { id: blobId, size, digest, writableUntil: null, dueAt })
      const file = sampleRow('itemFile', { id: world.ids.uuid(), itemId, name, blobId, size })
      await apply(
        insert('blob', blob),
        insert('itemFile', file),
        adjust('item', itemId, { add: { size, fileCount: 1 } }),
      )
      return file
    },
  }
}
