import { checksumInfo } from './checksum-info.ts'
import { operation, service } from './operation.ts'
import { onItem } from './privilege.ts'
import { boolean, id, integer, list, optional, string, structure, uri } from './types.ts'
import type { Infer } from './types.ts'

/** A file of an item. */
export const itemFileInfo = structure('com.vmware.content.library.item.file.info', {
  /** 1 to 255 bytes of UTF-8, unique in the item. */
  name: string,
  /** Bytes. */
  size: integer,
  /** The content version of the item that brought these bytes. */
  version: string,
  cached: boolean,
  checksum_info: optional(checksumInfo),
  file_download_endpoint: optional(uri),
})
export type ItemFileInfo = Infer<typeof itemFileInfo>

const path = '/api/content/library/item/{library_item_id}/file'

/** The files of an item, as last completed. */
export const itemFileService = service('itemFile', 'com.vmware.content.library.item.file', {
  list: operation({
    params: { library_item_id: id },
    result: list(itemFileInfo),
    errors: ['NOT_FOUND', 'UNSUPPORTED'],
    privileges: [onItem('System.Read')],
    api: { method: 'GET', path },
  }),
  get: operation({
    params: { library_item_id: id, name: string },
    result: itemFileInfo,
    errors: ['NOT_FOUND', 'UNSUPPORTED'],
    privileges: [onItem('System.Read')],
    api: { method: 'GET', path, query: ['name'] },
  }),
})
