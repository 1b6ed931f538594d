import type { ItemModel } from '../contract/item-model.ts'
import { wireTime } from '../names/wire-time.ts'
import type { Item } from '../ports/entities.ts'

/** An item as it is read. */
export const showItem = (item: Item): ItemModel => ({
  id: item.id,
  library_id: item.libraryId,
  name: item.name,
  description: item.description,
  type: item.itemType,
  version: String(item.version),
  content_version: String(item.contentVersion),
  metadata_version: String(item.metadataVersion),
  size: item.size,
  cached: item.isCached,
  creation_time: wireTime(item.createdAt),
  last_modified_time: wireTime(item.modifiedAt),
  ...(item.lastSyncAt === null ? {} : { last_sync_time: wireTime(item.lastSyncAt) }),
  ...(item.sourceId === null ? {} : { source_id: item.sourceId }),
})
