import { enumeration, id, optional, structure, uri } from './types.ts'
import type { Infer } from './types.ts'

/** Whether a backing is a datastore or anything else. */
export const storageBackingType = enumeration('com.vmware.content.library.storage_backing.type', [
  'DATASTORE',
  'OTHER',
])
export type StorageBackingType = Infer<typeof storageBackingType>

/** Where a library says its files are; names nothing here, and is echoed as it was given. */
export const storageBacking = structure(
  'com.vmware.content.library.storage_backing',
  {
    type: optional(storageBackingType, { create: 'required', get: 'always', update: 'unused' }),
    datastore_id: optional(id),
    storage_uri: optional(uri),
  },
  {
    unions: {
      type: { DATASTORE: { datastore_id: 'optional' }, OTHER: { storage_uri: 'optional' } },
    },
  },
)
export type StorageBacking = Infer<typeof storageBacking>
