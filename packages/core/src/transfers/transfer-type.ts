import { itemTypeOf } from '../item-types/item-type-of.ts'
import type { Typed } from '../item-types/item-type-of.ts'
import type { Checksum, UpdateSessionFile } from '../ports/entities.ts'
import type { ItemType } from '../ports/item-type.ts'
import { loadSessionFiles } from '../update-sessions/load-update-session.ts'
import type { World } from '../world.ts'

/**
 * What the files that are READY in a session say that a file's digest must be; null where they say
 * nothing. Nothing is read where the type knows of no such files, or the item has none.
 */
export const findManifestChecksum = async (
  world: World,
  type: ItemType | undefined,
  { name, sessionId }: Pick<UpdateSessionFile, 'name' | 'sessionId'>,
): Promise<Checksum | null> => {
  if (!type?.roleOf(name).isInManifest) return null
  const files = await loadSessionFiles(world, sessionId)
  return (
    type.expectedDigest(
      name,
      files.filter(({ status }) => status === 'READY'),
    ) ?? null
  )
}

/** What a transfer takes along of the type of its item. */
export interface TransferType {
  /** The type that looks into the bytes once they are stored; undefined where they are plain. */
  readonly itemType: ItemType | undefined
  /** What the item's manifest said of the file when the transfer began; null where nothing. */
  readonly manifestChecksum: Checksum | null
}

/** The type of the item that a file is for, and what that knows of the file before its bytes come. */
export const findTransferType = async (
  world: World,
  found: Typed & { readonly file: UpdateSessionFile },
): Promise<TransferType> => {
  const itemType = itemTypeOf(world, found)
  return { itemType, manifestChecksum: await findManifestChecksum(world, itemType, found.file) }
}
