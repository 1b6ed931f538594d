import type { Caller } from '../access/caller.ts'
import type { ItemStorageInfo } from '../contract/item-storage.ts'
import { showStorageBacking } from '../libraries/storage-backing.ts'
import type { ItemFile } from '../ports/entities.ts'
import type { World } from '../world.ts'
import type { ItemInLibrary } from './load-item.ts'
import { showItemFile } from './show-item-file.ts'

/** A file with its place on the datastore of the library, which is a name alone. */
export const showItemStorage = async (
  world: World,
  caller: Caller,
  found: ItemInLibrary,
  file: ItemFile,
): Promise<ItemStorageInfo> => {
  const [backing] = found.library.storageBackings
  return {
    ...(await showItemFile(world, caller, found, file)),
    storage_backing: backing ? showStorageBacking(backing) : { type: 'OTHER' },
    storage_uris: [storageUri(found.library.id, found.item.id, file.name)],
  }
}

/** Where a datastore would hold a file; never a path of the server. */
export const storageUri = (libraryId: string, itemId: string, fileName: string): string => {
  const folder = `ds:///vmfs/volumes/datastore-1/contentlib-${libraryId}/${itemId}`
  return `${folder}/${encodeURIComponent(fileName)}`
}
