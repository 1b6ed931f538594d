import { limits } from '../limits.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { World } from '../world.ts'

/** When the bytes of a blob that were found to be wrong are read again, by id; nothing of it is stored. */
const foundIn = new WeakMap<BlobStore, Map<string, number>>()

type Place = Pick<World, 'blobs' | 'clock'>

/** Remembers that the bytes of a blob are not those that were stored, the last `damageRememberedMax`. */
export const rememberDamage = ({ blobs, clock }: Place, id: string): void => {
  const found = foundIn.get(blobs) ?? new Map<string, number>()
  foundIn.set(blobs, found)
  // The newest stand last.
  found.delete(id)
  found.set(id, clock.now() + limits.damageRefusedMs)
  const [oldest] = found.keys()
  if (found.size > limits.damageRememberedMax && oldest !== undefined) found.delete(oldest)
}

/** Forgets it: the bytes were read through and were right. */
export const forgetDamage = ({ blobs }: Place, id: string): void => {
  foundIn.get(blobs)?.delete(id)
}

/**
 * Whether a read is refused: of all bytes for `damageRefusedMs`, as they may be brought back from a
 * backup; of a part until all of them were right, as a part cannot be checked.
 */
export const isRefusedForDamage = (
  { blobs, clock }: Place,
  id: string,
  isWhole: boolean,
): boolean => {
  const readAgainAt = foundIn.get(blobs)?.get(id)
  return readAgainAt !== undefined && !(isWhole && clock.now() >= readAgainAt)
}
