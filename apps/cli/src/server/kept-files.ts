import type { Client } from '@accession/client'

/** A file that an item holds. */
export interface KeptFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
}

/** What an item holds of what was sent: the members of an archive instead of it, and nothing that was only checked. */
export const keptFiles = async (
  client: Client,
  itemId: string,
  signal: AbortSignal,
): Promise<readonly KeptFile[]> => {
  const files = await client.itemFile.list({ library_item_id: itemId }, { signal })
  return files.map(({ name, size }) => ({ name, size }))
}
