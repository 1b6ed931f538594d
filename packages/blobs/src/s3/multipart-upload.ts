import { accessionError } from '@accession/core/errors'
import { abortUpload, claimKey } from './claims.ts'
import { isOwnObject, objectHeaders, putOnce } from './put-once.ts'
import type { S3Client } from './s3-client.ts'
import { isS3Error, S3Error, storageError } from './s3-error.ts'
import { elementText, escapeXml } from './xml.ts'

/** A blob that is being stored in parts; nobody sees it before it is complete. */
export interface MultipartUpload {
  /** Numbered from 1. */
  sendPart(number: number, bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<void>
  complete(): Promise<void>
  /** Frees the parts. */
  abort(): Promise<void>
}

/** Begins one, and writes down where others find it should this process die. */
export const beginMultipartUpload = async (
  client: S3Client,
  id: string,
  signal: AbortSignal,
): Promise<MultipartUpload> => {
  const key = client.address.key(id)
  const claim = claimKey(client, id)
  const attempt = crypto.randomUUID()
  const etags: string[] = []
  const uploadId = await createUpload(client, key, attempt, signal)
  try {
    const bytes = new TextEncoder().encode(uploadId)
    await putOnce(client, claim, { id, attempt, bytes }, signal)
  } catch (error) {
    await abortUpload(client, key, uploadId).catch(() => undefined)
    throw error
  }

  const sendComplete = async (isConditional: boolean): Promise<void> => {
    const condition = isConditional ? { 'if-none-match': '*' } : undefined
    await client.send({
      method: 'POST',
      key,
      query: { uploadId },
      headers: { 'content-type': 'application/xml', ...condition },
      body: completion(etags),
    })
  }

  return {
    async sendPart(number, bytes, partSignal) {
      const query = { partNumber: String(number), uploadId }
      const sent = client.send({ method: 'PUT', key, query, body: bytes, signal: partSignal })
      const { headers } = await sent.catch((error: unknown) => {
        if (partSignal.aborted) throw partSignal.reason
        throw isS3Error(error, 'NoSuchUpload') ? deletedMeanwhile(id, error) : storageError(error)
      })
      etags[number - 1] = headers.get('etag') ?? ''
    },

    async complete() {
      try {
        // Not every service looks at the condition of what follows.
        if ((await isOwnObject(client, key, attempt)) !== undefined) throw alreadyExists(id)
        await sendComplete(true).catch(async (error: unknown) => {
          if (!isS3Error(error, 'NotImplemented')) throw error
          await sendComplete(false)
        })
      } catch (error) {
        // Once it is aborted it stays what it is now.
        await abortUpload(client, key, uploadId).catch(() => undefined)
        const isOwn = await isOwnObject(client, key, attempt).catch(() => undefined)
        if (isOwn === false) throw alreadyExists(id, error)
        if (!isOwn) throw isS3Error(error, 404) ? deletedMeanwhile(id, error) : storageError(error)
      }
      // Left behind, it does no harm: the delete of the id finds it.
      await client.send({ method: 'DELETE', key: claim }).catch(() => undefined)
    },

    async abort() {
      await abortUpload(client, key, uploadId)
      await client.send({ method: 'DELETE', key: claim })
    },
  }
}

const createUpload = async (
  client: S3Client,
  key: string,
  attempt: string,
  signal: AbortSignal,
): Promise<string> => {
  const headers = objectHeaders(attempt)
  const answer = await client.send({
    method: 'POST',
    key,
    query: { uploads: '' },
    headers,
    retriesUntil: signal,
  })
  const uploadId = elementText(answer.body, 'UploadId')
  if (uploadId) return uploadId
  throw new S3Error(200, 'NoUploadId', 'The answer names no upload')
}

const completion = (etags: readonly string[]): Uint8Array<ArrayBuffer> => {
  const parts = etags.map((etag, index) => {
    const number = `<PartNumber>${index + 1}</PartNumber>`
    return `<Part>${number}<ETag>${escapeXml(etag)}</ETag></Part>`
  })
  const xml = `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`
  return new TextEncoder().encode(xml)
}

const alreadyExists = (id: string, cause?: unknown) =>
  accessionError('accession.blob.already_exists', [id], { cause })

const deletedMeanwhile = (id: string, cause: unknown) =>
  accessionError('accession.blob.deleted_meanwhile', [id], { cause })
