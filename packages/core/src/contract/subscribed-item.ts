import { operation, service } from './operation.ts'
import { onItem } from './privilege.ts'
import { boolean, id, nothing, optional } from './types.ts'

const path = '/api/content/library/subscribed-item'

/** The items of subscribed libraries. */
export const subscribedItemService = service(
  'subscribedItem',
  'com.vmware.content.library.subscribed_item',
  {
    /** Drops the files of an item that is fetched on demand. */
    evict: operation({
      params: { library_item_id: id },
      result: nothing,
      errors: [
        'INVALID_ELEMENT_CONFIGURATION',
        'INVALID_ELEMENT_TYPE',
        'NOT_ALLOWED_IN_CURRENT_STATE',
        'NOT_FOUND',
      ],
      privileges: [onItem('ContentLibrary.EvictLibraryItem')],
      api: { method: 'POST', path: `${path}/{library_item_id}`, action: 'evict' },
    }),
    /** Begins to synchronize one item; its files too where that is forced or not on demand. */
    sync: operation({
      params: {
        library_item_id: id,
        force_sync_content: boolean,
        sync_optional_files: optional(boolean),
      },
      result: nothing,
      errors: ['INVALID_ELEMENT_TYPE', 'NOT_ALLOWED_IN_CURRENT_STATE', 'NOT_FOUND'],
      privileges: [onItem('ContentLibrary.SyncLibraryItem')],
      api: { method: 'POST', path: `${path}/{library_item_id}`, action: 'sync' },
    }),
  },
)
