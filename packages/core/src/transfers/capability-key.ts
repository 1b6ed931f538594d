import { change } from '../commit/change.ts'
import { insert, write } from '../ports/changes.ts'
import type { Setting } from '../ports/entities.ts'
import type { World } from '../world.ts'

const settingId = 'capability-key'

/** The key as a process has read it; the value, not the read: others may not wait for it. */
interface KnownKey {
  readonly value: string
  readonly readAt: number
}

const knownKeys = new WeakMap<World['store'], KnownKey>()

/** The key of the capability URLs, one for all nodes, as it was read at most `maxAgeMs` ago. */
export const capabilityKey = async (world: World, maxAgeMs: number): Promise<string> => {
  const { store, clock } = world
  const readAt = clock.now()
  const known = knownKeys.get(store)
  if (known && Math.abs(readAt - known.readAt) < maxAgeMs) return known.value
  const value = await readOrMake(world)
  knownKeys.set(store, { value, readAt })
  return value
}

/** Whoever comes first makes it. */
const readOrMake = async (world: World): Promise<string> => {
  for (;;) {
    const setting = await readKey(world)
    if (setting) return setting.value
    await world.store.commit([newKey(world)])
  }
}

const readKey = async ({ store }: World): Promise<Setting | undefined> => {
  const [setting] = await store.find('setting', { where: { id: settingId }, limit: 1 })
  return setting
}

const newKey = ({ ids }: World) =>
  insert('setting', { id: settingId, revision: 1, value: ids.secret() })

/**
 * Makes a new key: within `limits.capabilityKeyMs` every node goes by it, and no URL made with the
 * one before is good for anything. Transfers that have begun go on.
 */
export const rotateCapabilityKey = async (world: World): Promise<void> => {
  await change(world, async () => {
    const setting = await readKey(world)
    const next = setting ? write('setting', setting, { value: world.ids.secret() }) : newKey(world)
    return { changes: [next], result: undefined }
  })
  knownKeys.delete(world.store)
  world.log.audit('capability_key.rotate', {})
}
