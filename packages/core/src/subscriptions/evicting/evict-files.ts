import { loadItemFiles } from '../../items/load-item-files.ts'
import { write } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { Item } from '../../ports/entities.ts'
import { releaseBlob } from '../../update-sessions/end-update-session.ts'
import type { World } from '../../world.ts'

/**
 * Lets the bytes of an item go that can be fetched again; the item and its versions stay. Downloads
 * that hold them go on.
 */
export const evictFiles = async (world: World, item: Item): Promise<readonly Change[]> => {
  const now = world.clock.now()
  const files = (await loadItemFiles(world, item.id)).filter(({ source }) => source !== null)
  const dropped = files.flatMap((file) =>
    file.blobId === null
      ? []
      : [write('itemFile', file, { blobId: null }), releaseBlob(file.blobId, now)],
  )
  if (dropped.length === 0) return []
  return [write('item', item, { isCached: false }, { deletedAt: null }), ...dropped]
}
