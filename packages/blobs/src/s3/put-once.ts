import { accessionError } from '@accession/core/errors'
import type { S3Client } from './s3-client.ts'
import { S3RequestError } from './s3-client.ts'
import { isS3Error } from './s3-error.ts'

/** Tells the bytes of one attempt from those of another: a retried request recognises its own. */
const attemptHeader = 'x-amz-meta-attempt'

/** What objects are stored as. */
export const objectHeaders = (attempt: string): Readonly<Record<string, string>> => ({
  'content-type': 'application/octet-stream',
  [attemptHeader]: attempt,
})

/** Whether the object under a key is what this attempt has written; undefined: there is none. */
export const isOwnObject = async (
  client: S3Client,
  key: string,
  attempt: string,
): Promise<boolean | undefined> => {
  try {
    const { headers } = await client.send({ method: 'HEAD', key })
    return headers.get(attemptHeader) === attempt
  } catch (error) {
    if (isS3Error(error, 404)) return undefined
    throw error
  }
}

/** Stores an object where there is none; throws ALREADY_EXISTS for the blob where there is one. */
export const putOnce = async (
  client: S3Client,
  key: string,
  object: {
    readonly id: string
    readonly attempt: string
    readonly bytes: Uint8Array<ArrayBuffer>
  },
  retriesUntil: AbortSignal,
): Promise<void> => {
  const { id, attempt, bytes } = object
  try {
    await client.send({
      method: 'PUT',
      key,
      body: bytes,
      headers: { ...objectHeaders(attempt), 'if-none-match': '*' },
      retriesUntil,
    })
  } catch (error) {
    if (!isS3Error(error, 412)) throw error
    const mayBeOwn = error instanceof S3RequestError && error.wasRetried
    if (mayBeOwn && (await isOwnObject(client, key, attempt))) return
    throw accessionError('accession.blob.already_exists', [id], { cause: error })
  }
}
