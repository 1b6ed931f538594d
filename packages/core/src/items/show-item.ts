import type { ItemModel } from '../contract/item-model.ts'
import { wireTime } from '../names/wire-time.ts'
import type { Item } from '../ports/entities.ts'

/** An item as it is read; all that is kept here is cached. */
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
  cached: true,
  creation_time: wireTime(item.createdAt),
  last_modified_time: wireTime(item.modifiedAt),
  ...(item.sourceId === null ? {} : { source_id: item.sourceId }),
})
