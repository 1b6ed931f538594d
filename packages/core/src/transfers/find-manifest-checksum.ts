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
