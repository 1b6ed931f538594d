import { itemTypeOf } from '../item-types/item-type-of.ts'
import type { Typed } from '../item-types/item-type-of.ts'
import { limits } from '../limits.ts'
import type { Checksum, UpdateSessionFile } from '../ports/entities.ts'
import type { ItemType } from '../ports/item-type.ts'
import { findFilesEnding } from '../update-sessions/find-files-ending.ts'
import type { World } from '../world.ts'

/**
 * What the files that are READY in a session say that a file's digest must be; null where they say
 * nothing. Of the session's files only manifests are read; none where the type has no such files.
 */
export const findManifestChecksum = async (
  world: World,
  type: ItemType | undefined,
  { name, sessionId }: Pick<UpdateSessionFile, 'name' | 'sessionId'>,
): Promise<Checksum | null> => {
  if (!type?.roleOf(name).isInManifest) return null
  return type.expectedDigest(name, await findManifests(world, type, sessionId)) ?? null
}

/** The files of a session that are READY and say what the digests of others must be. */
export const findManifests = (
  world: World,
  { endings }: Pick<ItemType, 'endings'>,
  sessionId: string,
): Promise<readonly UpdateSessionFile[]> =>
  findFilesEnding(world, {
    sessionId,
    endings: endings.manifest,
    only: { status: 'READY' },
    limit: limits.filesReadPerSessionMax,
  })

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
