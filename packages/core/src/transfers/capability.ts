import type { Caller } from '../access/caller.ts'
import { isSameText } from '../access/is-same-text.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { World } from '../world.ts'
import { capabilityKey } from './capability-key.ts'

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

const macOf = (
  { hashing }: World,
  key: string,
  { kind, ownerId, fileId, name }: CapabilityTarget,
): string | Promise<string> => hashing.keyed(key, JSON.stringify([kind, ownerId, fileId, name]))

/** The URL that is the right to one transfer, as seen from the caller. */
export const capabilityUrl = async (
  world: World,
  caller: Pick<Caller, 'origin'>,
  target: CapabilityTarget,
): Promise<string> => {
  const { kind, ownerId, fileId, name } = target
  const mac = await macOf(world, await capabilityKey(world, limits.capabilityKeyMs), target)
  const path = [kind, ownerId, fileId, mac, encodeURIComponent(name)].join('/')
  return `${caller.origin}/transfers/${path}`
}

/**
 * Throws NOT_FOUND unless the capability is one that we made; whether it still holds says its row.
 * A mismatch is judged by a key read lately, as another node may have made the URL with a new one.
 */
export const checkCapability = async (world: World, capability: Capability): Promise<void> => {
  for (const maxAgeMs of [limits.capabilityKeyMs, limits.capabilityKeyRereadMs]) {
    const right = await macOf(world, await capabilityKey(world, maxAgeMs), capability)
    if (isSameText(right, capability.mac)) return
  }
  throw accessionError('accession.transfer.capability_invalid', [])
}
