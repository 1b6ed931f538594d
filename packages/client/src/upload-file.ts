import type { ChecksumInfo, TransferEndpoint } from '@accession/core/contract'
import { isApiError } from './api-error.ts'
import { ConnectionError } from './connection-error.ts'
import type { Digest } from './digest.ts'
import { storesOnce } from './presigned-headers.ts'
import type { Counter } from './progress.ts'
import { mayPass, waitBefore } from './retrying.ts'
import { sendFile } from './send-file.ts'
import { isForParts, isTooLarge, sendParts } from './send-parts.ts'
import { TransferError } from './transfer-error.ts'
import type { SentFile, UploadClient, UploadFile, UploadOptions } from './upload-item.ts'
import { whileMoving } from './while-moving.ts'
import { pause } from './within.ts'

const attemptsMax = 4

/** A file on its way into a session. */
export interface Upload {
  readonly client: UploadClient
  readonly sessionId: string
  readonly file: UploadFile
  readonly options: Pick<UploadOptions, 'createDigest' | 'algorithm' | 'idleTimeoutMs'>
  readonly counter: Counter
  readonly signal: AbortSignal
}

/** Adds a file to an update session and sends its bytes, again when the connection broke. */
export const uploadFile = async (upload: Upload): Promise<SentFile> => {
  const { file, options, signal } = upload
  const { createDigest, algorithm = 'SHA256', idleTimeoutMs = 120_000 } = options
  // What may have to be digested before it is declared is opened before it is added.
  let opened = file.checksum || !createDigest ? undefined : await file.open()
  const makeDigest = () => createDigest?.(algorithm)
  const declared =
    file.checksum ??
    (opened instanceof Blob ? await digestOf(opened, algorithm, makeDigest(), signal) : undefined)
  const endpoint = await add(upload, declared).catch(async (error: unknown) => {
    await release(opened)
    throw error
  })
  const counter = upload.counter.file(file.name, file.size)
  let isInParts = isForParts(endpoint, file)
  for (let attempt = 1; ; attempt++) {
    try {
      const bounds = { signal, idleTimeoutMs, what: `upload of ${file.name}` }
      const digest = declared ? undefined : makeDigest()
      const body = opened ?? (await file.open())
      opened = undefined
      counter.set(0)
      await whileMoving(bounds, async (inner, moved) => {
        const parts = { ...upload, endpoint, declared, body, digest, counter, moved }
        const sending = { ...parts, signal: inner }
        if (!isInParts || !(await sendParts(sending))) await sendFile(sending)
      }).finally(() => release(body))
      return sentFile(file, declared, digest && { algorithm, checksum: digest.hex() })
    } catch (error) {
      if (isStoredAlready(error, endpoint)) return sentFile(file, declared, undefined)
      if (!isInParts && isTooLarge(endpoint, error)) {
        isInParts = true
        continue
      }
      if (signal.aborted || !mayPassAgain(error, attempt)) throw error
      if (await isReceived(upload)) return sentFile(file, declared, undefined)
      if (attempt === attemptsMax) throw error
      await pause(waitBefore(error, attempt), signal)
    }
  }
}

/** Lets go of a stream that nobody has begun to read. */
const release = async (opened: Blob | ReadableStream | undefined): Promise<void> => {
  if (opened instanceof ReadableStream && !opened.locked) await opened.cancel()
}

const sentFile = (
  { name, size }: UploadFile,
  declared: ChecksumInfo | undefined,
  digested: ChecksumInfo | undefined,
): SentFile => ({
  name,
  size,
  checksum: declared ?? digested,
  isVerified: declared !== undefined,
})

const digestOf = async (
  blob: Blob,
  algorithm: NonNullable<ChecksumInfo['algorithm']>,
  digest: Digest | undefined,
  signal: AbortSignal,
): Promise<ChecksumInfo | undefined> => {
  if (!digest) return undefined
  const reader = blob.stream().getReader()
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      signal.throwIfAborted()
      digest.update(piece.value)
    }
  } finally {
    await reader.cancel()
  }
  return { algorithm, checksum: digest.hex() }
}

const add = async (
  { client, sessionId, file, signal }: Upload,
  checksum: ChecksumInfo | undefined,
): Promise<TransferEndpoint> => {
  const { name, size } = file
  const added = await client.updateSessionFile.add(
    {
      update_session_id: sessionId,
      file_spec: { name, source_type: 'PUSH', size, ...(checksum && { checksum_info: checksum }) },
    },
    { signal },
  )
  if (added.upload_endpoint) return added.upload_endpoint
  throw new TransferError(`The server named no place to send ${name} to`, { file: name })
}

/** An earlier attempt got through after all; `complete` holds what is there against the checksum. */
const isStoredAlready = (error: unknown, { uri }: TransferEndpoint): boolean =>
  error instanceof ConnectionError && error.status === 412 && storesOnce(uri)

const mayPassAgain = (error: unknown, attempt: number): boolean =>
  mayPass(error) ||
  // The token may have run out while a stream was on its way; the next attempt has a new one.
  (attempt === 1 && isApiError(error, 'UNAUTHENTICATED')) ||
  (error instanceof ConnectionError && error.reason === 'timed_out')

/** After a broken connection: whether all arrived all the same; throws why it was refused. */
const isReceived = async ({ client, sessionId, file, signal }: Upload): Promise<boolean> => {
  const info = await client.updateSessionFile.get(
    { update_session_id: sessionId, file_name: file.name },
    { signal },
  )
  if (info.status === 'ERROR') {
    const about = { file: file.name, reason: info.error_message }
    throw new TransferError(`${file.name} was refused`, about)
  }
  return info.status === 'READY' || info.status === 'VALIDATING'
}
