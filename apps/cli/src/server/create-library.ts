import type { Client } from '@accession/client'

/** Creates a local library; a server here has no datastores and takes any. */
export const createLibrary = (
  client: Client,
  { name, description, datastore }: { name: string; description: string; datastore: string },
  signal: AbortSignal,
): Promise<string> =>
  client.localLibrary.create(
    {
      create_spec: {
        name,
        ...(description !== '' && { description }),
        storage_backings: [{ type: 'DATASTORE', datastore_id: datastore }],
      },
    },
    { signal },
  )
