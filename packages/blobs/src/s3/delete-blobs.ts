import type { BlobStore } from '@accession/core/ports'
import { checkBlobId } from '../check-arguments.ts'
import { abortClaimed } from './claims.ts'
import { base64OfHex, sha256Hex } from './digests.ts'
import type { S3Client } from './s3-client.ts'
import { isS3Error, s3ErrorOf, S3Error, throwStorageError } from './s3-error.ts'
import { elements, elementText, escapeXml } from './xml.ts'

/** S3 takes so many keys in one request. */
const keysAtOnceMax = 1_000
/** Where it takes one key only: so many requests at once. */
const requestsAtOnce = 16

/** Makes the delete of a bucket, which frees blobs and the parts that broken writes have left. */
export const createDeleteBlobs = (client: S3Client): BlobStore['delete'] => {
  let takesMany = true

  const deleteMany = async (keys: readonly string[]): Promise<void> => {
    const objects = keys.map((key) => `<Object><Key>${escapeXml(key)}</Key></Object>`)
    const xml = `<Delete>${objects.join('')}<Quiet>true</Quiet></Delete>`
    const body = new TextEncoder().encode(xml)
    const checksum = base64OfHex(await sha256Hex(body))
    const headers = { 'content-type': 'application/xml', 'x-amz-checksum-sha256': checksum }
    const query = { delete: '' }
    const answer = await client.send({ method: 'POST', query, headers, body })
    for (const error of elements(answer.body, 'Error')) {
      if (elementText(error, 'Code') !== 'NoSuchKey') throw s3ErrorOf(200, error)
    }
  }

  const deleteEach = async (keys: readonly string[]): Promise<void> => {
    for (let done = 0; done < keys.length; done += requestsAtOnce) {
      const batch = keys.slice(done, done + requestsAtOnce)
      await Promise.all(batch.map(async (key) => client.send({ method: 'DELETE', key })))
    }
  }

  const deleteKeys = async (keys: readonly string[]): Promise<void> => {
    if (keys.length < 2 || !takesMany) return deleteEach(keys)
    for (let done = 0; done < keys.length; done += keysAtOnceMax) {
      const batch = keys.slice(done, done + keysAtOnceMax)
      await deleteMany(batch).catch(async (error: unknown) => {
        if (!refusesMany(error)) throw error
        takesMany = false
        await deleteEach(batch)
      })
    }
  }

  return async (ids) => {
    ids.forEach(checkBlobId)
    if (ids.length === 0) return
    const distinct = new Set(ids)
    try {
      // What is aborted first cannot become a blob any more, and what had become one is met next.
      const claims = await abortClaimed(client, distinct)
      await deleteKeys(Array.from(distinct, client.address.key))
      await deleteKeys(claims)
    } catch (error) {
      throwStorageError(error)
    }
  }
}

/** Whether the service does not know the request, or wants a digest that this does not send. */
const refusesMany = (error: unknown): boolean =>
  error instanceof S3Error &&
  (isS3Error(error, 501, 405, 'NotImplemented', 'MethodNotAllowed') || error.status === 400)
