import type { TransferEndpoint } from '@accession/core/contract'
import { ConnectionError } from './connection-error.ts'
import type { Client } from './create-client.ts'
import { presignedHeaders, storesOnce } from './presigned-headers.ts'
import type { Counter } from './progress.ts'
import { mayPass } from './retrying.ts'
import { isForParts, isTooLarge, sendParts } from './send-parts.ts'
import { TransferError } from './transfer-error.ts'
import type { UploadFile } from './upload-item.ts'
import { pause } from './within.ts'

const attemptsMax = 3

/** Adds a file to an update session and sends its bytes, again when the connection broke. */
export const uploadFile = async (
  client: Client,
  sessionId: string,
  file: UploadFile,
  counter: Counter,
  signal: AbortSignal,
): Promise<void> => {
  const added = await client.updateSessionFile.add(
    {
      update_session_id: sessionId,
      file_spec: {
        name: file.name,
        source_type: 'PUSH',
        size: file.size,
        ...(file.checksum && { checksum_info: file.checksum }),
      },
    },
    { signal },
  )
  if (!added.upload_endpoint) {
    throw new TransferError(`The server named no place to send ${file.name} to`, {
      file: file.name,
    })
  }
  const endpoint = added.upload_endpoint
  let isInParts = isForParts(endpoint, file)
  for (let attempt = 1; ; attempt++) {
    try {
      if (isInParts && (await sendParts(client, endpoint, file, counter, signal))) return
      return await sendBytes(client, endpoint, file, counter, signal)
    } catch (error) {
      if (isStoredAlready(error, endpoint)) return
      if (!isInParts && isTooLarge(endpoint, error)) {
        isInParts = true
        continue
      }
      if (signal.aborted || !mayPass(error)) throw error
      if (await isReceived(client, sessionId, file.name, signal)) return
      if (attempt === attemptsMax) throw error
      await pause(500 * attempt, signal)
    }
  }
}

/** An earlier attempt got through after all; `complete` holds what is there against the checksum. */
const isStoredAlready = (error: unknown, { uri }: TransferEndpoint): boolean =>
  error instanceof ConnectionError && error.status === 412 && storesOnce(uri)

const sendBytes = async (
  client: Client,
  { uri }: TransferEndpoint,
  file: UploadFile,
  counter: Counter,
  signal: AbortSignal,
): Promise<void> => {
  counter.begin(file.name, file.size)
  const opened = await file.open()
  const stop = new AbortController()
  try {
    const response = await client.connection.transfer({
      method: 'PUT',
      url: uri,
      headers: {
        'content-type': 'application/octet-stream',
        ...(opened instanceof ReadableStream && { 'content-length': String(file.size) }),
        ...presignedHeaders(uri, file.checksum),
      },
      body: opened instanceof ReadableStream ? counted(opened, counter, stop.signal) : opened,
      signal,
    })
    await response.body?.cancel()
  } finally {
    // A request that has failed may otherwise go on reading its body to the end.
    stop.abort()
  }
  if (!(opened instanceof ReadableStream)) counter.add(file.size)
}

const counted = (
  stream: ReadableStream<Uint8Array>,
  counter: Counter,
  signal: AbortSignal,
): ReadableStream<Uint8Array> =>
  stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        counter.add(chunk.byteLength)
        controller.enqueue(chunk)
      },
    }),
    { signal },
  )

/** After a broken connection: whether all arrived all the same; throws why it was refused. */
const isReceived = async (
  client: Client,
  sessionId: string,
  name: string,
  signal: AbortSignal,
): Promise<boolean> => {
  const info = await client.updateSessionFile.get(
    { update_session_id: sessionId, file_name: name },
    { signal },
  )
  if (info.status === 'ERROR') {
    throw new TransferError(`${name} was refused`, { file: name, reason: info.error_message })
  }
  return info.status === 'READY' || info.status === 'VALIDATING'
}
