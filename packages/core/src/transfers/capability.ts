import type { Caller } from '../access/caller.ts'
import { accessionError } from '../errors/accession-error.ts'
import { insert } from '../ports/changes.ts'
import type { World } from '../world.ts'

/**
 * What a transfer URL is the right to: `upload` the file of an update session, `download` the file
 * of a download session, or read a `file` of an item. The owner is the session or the item; the
 * file is the row that stands for one attempt or one version, and while that row stands it is valid.
 */
export interface CapabilityTarget {
  readonly kind: 'upload' | 'download' | 'file'
  readonly ownerId: string
  readonly fileId: string
  /** The file's name, which ends the URL for the eyes of people and of clients that save by it. */
  readonly name: string
}

/** A target as a URL claims it, with the code that proves the claim. */
export interface Capability extends CapabilityTarget {
  readonly mac: string
}

const keySetting = 'capability-key'

/** The key is one for all nodes: whoever comes first makes it; it is read once a process. */
const keys = new WeakMap<World['store'], Promise<string>>()

const capabilityKey = (world: World): Promise<string> => {
  const known = keys.get(world.store)
  if (known) return known
  const reading = readOrMakeKey(world)
  keys.set(world.store, reading)
  reading.catch(() => keys.delete(world.store))
  return reading
}

const readOrMakeKey = async ({ store, ids }: World): Promise<string> => {
  for (;;) {
    const [setting] = await store.find('setting', { where: { id: keySetting }, limit: 1 })
    if (setting) return setting.value
    await store.commit([insert('setting', { id: keySetting, revision: 1, value: ids.secret() })])
  }
}

const macOf = async (world: World, target: CapabilityTarget): Promise<string> => {
  const { kind, ownerId, fileId, name } = target
  const key = await capabilityKey(world)
  return world.hashing.keyed(key, JSON.stringify([kind, ownerId, fileId, name]))
}

/** The URL that is the right to one transfer, as seen from the caller. */
export const capabilityUrl = async (
  world: World,
  caller: Pick<Caller, 'origin'>,
  target: CapabilityTarget,
): Promise<string> => {
  const { kind, ownerId, fileId, name } = target
  const mac = await macOf(world, target)
  const path = [kind, ownerId, fileId, mac, encodeURIComponent(name)].join('/')
  return `${caller.origin}/transfers/${path}`
}

/** Throws NOT_FOUND unless the capability is one that we made; whether it still holds says its row. */
export const checkCapability = async (world: World, capability: Capability): Promise<void> => {
  const right = await macOf(world, capability)
  if (!isSameText(right, capability.mac))
    throw accessionError('accession.transfer.capability_invalid', [])
}

/** Compares without telling by its time how much was right. */
const isSameText = (right: string, claimed: string): boolean => {
  let difference = right.length ^ claimed.length
  for (let index = 0; index < right.length; index++)
    difference |= right.charCodeAt(index) ^ claimed.charCodeAt(index % (claimed.length || 1))
  return difference === 0
}
