import { checksumInfo } from './checksum-info.ts'
import { operation, service } from './operation.ts'
import { onItem } from './privilege.ts'
import { storageBacking } from './storage-backing.ts'
import { boolean, id, integer, list, optional, string, structure, uri } from './types.ts'
import type { Infer } from './types.ts'

/** A file of an item, and where a datastore would hold it. */
export const itemStorageInfo = structure('com.vmware.content.library.item.storage.info', {
  name: string,
  /** Bytes. */
  size: integer,
  /** The content version of the item that brought these bytes. */
  version: string,
  cached: boolean,
  checksum_info: optional(checksumInfo),
  file_download_endpoint: optional(uri),
  storage_backing: storageBacking,
  /** At least one; never a path of the server. */
  storage_uris: list(uri),
})
export type ItemStorageInfo = Infer<typeof itemStorageInfo>

const path = '/api/content/library/item/{library_item_id}/storage'

/** Where the files of an item are stored. */
export const itemStorageService = service(
  'itemStorage',
  'com.vmware.content.library.item.storage',
  {
    list: operation({
      params: { library_item_id: id },
      result: list(itemStorageInfo),
      errors: ['NOT_FOUND'],
      privileges: [onItem('ContentLibrary.ReadStorage')],
      api: { method: 'GET', path },
    }),
    get: operation({
      params: { library_item_id: id, file_name: string },
      result: list(itemStorageInfo),
      errors: ['NOT_FOUND'],
      privileges: [onItem('ContentLibrary.ReadStorage')],
      api: { method: 'GET', path, query: ['file_name'] },
    }),
  },
)
