import type { S3Client } from './s3-client.ts'
import { isS3Error } from './s3-error.ts'
import { listKeys } from './list-keys.ts'

/**
 * A blob that is stored in parts has a small object aside, its claim, that holds the id of the
 * upload: not every service can list its uploads, and parts that nobody finds are paid for.
 */
export const claimKey = (client: S3Client, id: string): string => claimsPrefix(client) + id

const claimsPrefix = (client: S3Client): string => client.address.key('incoming/')

/** Ends an upload and frees its parts; one that has ended is fine. */
export const abortUpload = async (
  client: S3Client,
  key: string,
  uploadId: string,
): Promise<void> => {
  try {
    await client.send({ method: 'DELETE', key, query: { uploadId } })
  } catch (error) {
    if (!isS3Error(error, 'NoSuchUpload', 404)) throw error
  }
}

/** Ends the uploads that these blobs are being stored by; answers the claims, which are left. */
export const abortClaimed = async (
  client: S3Client,
  ids: ReadonlySet<string>,
): Promise<readonly string[]> => {
  const prefix = claimsPrefix(client)
  const [only] = ids
  const claimed: string[] = []
  for await (const { key } of listKeys(client, ids.size === 1 ? prefix + only : prefix)) {
    const id = key.slice(prefix.length)
    if (!ids.has(id)) continue
    const uploadId = await readClaim(client, key)
    if (uploadId !== undefined) await abortUpload(client, client.address.key(id), uploadId)
    claimed.push(key)
  }
  return claimed
}

const readClaim = async (client: S3Client, key: string): Promise<string | undefined> => {
  try {
    return (await client.send({ method: 'GET', key })).body
  } catch (error) {
    if (isS3Error(error, 404)) return undefined
    throw error
  }
}
