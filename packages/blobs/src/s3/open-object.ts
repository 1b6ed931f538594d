import { accessionError } from '@accession/core/errors'
import { isRangeWithin } from '@accession/core/ports'
import type { ByteRange } from '@accession/core/ports'
import { checkedRange } from '../check-arguments.ts'
import type { S3Client } from './s3-client.ts'
import { isS3Error, S3Error, throwStorageError } from './s3-error.ts'

/** An object that is being read. */
export interface OpenObject {
  /** The bytes that will come; all of them where none were asked for in particular. */
  readonly range: ByteRange
  /** Bytes of the whole object. */
  readonly size: number
  readonly etag: string
  readonly body: ReadableStream<Uint8Array> | null
}

/** Asks for an object, or a range of it that must lie within it. */
export const openObject = async (
  client: S3Client,
  id: string,
  range: ByteRange | undefined,
): Promise<OpenObject> => {
  const key = client.address.key(id)
  try {
    // What is no range of anything is not asked for, but the error tells of the blob's size.
    if (range && !isRangeWithin(range, Infinity)) checkedRange(range, await sizeOf(client, key))
    const opened = await openKey(client, key, range)
    if (!range || range.end <= opened.size) return opened
    await opened.body?.cancel()
    return { ...opened, range: checkedRange(range, opened.size) }
  } catch (error) {
    if (isS3Error(error, 'NoSuchKey', 'Status404')) throw notFound(id, error)
    if (!range || !isS3Error(error, 416)) return throwStorageError(error)
    checkedRange(range, await sizeOf(client, key).catch(throwStorageError))
    return throwStorageError(error)
  }
}

/** Asks for the bytes from here on of an object that has been opened before. */
export const reopenObject = async (
  client: S3Client,
  id: string,
  opened: OpenObject,
  position: number,
): Promise<ReadableStream<Uint8Array> | null> => {
  const key = client.address.key(id)
  const range = rangeHeader({ start: position, end: opened.range.end })
  try {
    const headers = { range, 'if-match': opened.etag }
    const response = await client.open({ method: 'GET', key, headers })
    if (response.status === 206) return response.body
    await response.body?.cancel()
    throw noRange(response.status)
  } catch (error) {
    if (!isS3Error(error, 404, 412)) return throwStorageError(error)
    throw accessionError('accession.blob.damaged', [id, position, opened.size], { cause: error })
  }
}

const openKey = async (
  client: S3Client,
  key: string,
  range: ByteRange | undefined,
): Promise<OpenObject> => {
  const headers = range ? { range: rangeHeader(range) } : {}
  const { status, body, headers: answered } = await client.open({ method: 'GET', key, headers })
  const total = range
    ? answered.get('content-range')?.split('/')[1]
    : answered.get('content-length')
  const size = Number(total ?? Number.NaN)
  if (status === (range ? 206 : 200) && Number.isSafeInteger(size)) {
    return { range: range ?? { start: 0, end: size }, size, etag: answered.get('etag') ?? '', body }
  }
  await body?.cancel()
  throw noRange(status)
}

const sizeOf = async (client: S3Client, key: string): Promise<number> => {
  const { headers } = await client.send({ method: 'HEAD', key })
  return Number(headers.get('content-length'))
}

const rangeHeader = ({ start, end }: ByteRange): string => `bytes=${start}-${end - 1}`

const notFound = (id: string, cause: unknown) =>
  accessionError('accession.blob.not_found', [id], { cause })

const noRange = (status: number): S3Error =>
  new S3Error(status, 'NoRange', 'The answer does not say which bytes of how many it holds')
