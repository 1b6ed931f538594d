import type * as wire from '../contract/storage-backing.ts'
import { accessionError } from '../errors/accession-error.ts'
import { checkEchoedText } from '../names/check-echoed-text.ts'
import type { StorageBacking } from '../ports/entities.ts'

/** The one storage backing that a library takes, whatever it names; none or more are refused. */
export const takeStorageBackings = (
  backings: readonly wire.StorageBacking[] = [],
): readonly StorageBacking[] => {
  if (backings.length === 0) throw accessionError('accession.library.storage_backing_missing', [])
  if (backings.length > 1) {
    throw accessionError('accession.library.storage_backings_too_many', [backings.length])
  }
  return backings.map(takeStorageBacking)
}

/** A storage backing as it was given; its type, where that is left out, follows from what it names. */
export const takeStorageBacking = ({
  datastore_id,
  storage_uri,
  type = datastore_id === undefined ? 'OTHER' : 'DATASTORE',
}: wire.StorageBacking): StorageBacking => {
  checkEchoedText('datastore_id', datastore_id)
  checkEchoedText('storage_uri', storage_uri)
  return { type, datastoreId: datastore_id ?? null, storageUri: storage_uri ?? null }
}

/** A storage backing as it is given back. */
export const showStorageBacking = ({
  type,
  datastoreId,
  storageUri,
}: StorageBacking): wire.StorageBacking => ({
  type,
  ...(datastoreId === null ? {} : { datastore_id: datastoreId }),
  ...(storageUri === null ? {} : { storage_uri: storageUri }),
})
