import type { ChecksumInfo, TransferEndpoint } from '@accession/core/contract'
import { askForProgress } from './ask-for-progress.ts'
import type { Digest } from './digest.ts'
import { presignedHeaders } from './presigned-headers.ts'
import type { FileCounter } from './progress.ts'
import type { UploadClient, UploadFile } from './upload-item.ts'
import { transfer } from './transfer.ts'

/** The bytes of a file on their way to its endpoint. */
export interface Sending {
  readonly client: UploadClient
  readonly sessionId: string
  readonly endpoint: TransferEndpoint
  readonly file: UploadFile
  readonly declared: ChecksumInfo | undefined
  readonly body: Blob | ReadableStream<Uint8Array>
  readonly digest: Digest | undefined
  readonly counter: FileCounter
  readonly moved: () => void
  readonly signal: AbortSignal
}

/** Sends a file in one request. */
export const sendFile = async (sending: Sending): Promise<void> => {
  const { client, endpoint, file, declared, body, counter, signal } = sending
  const isStream = body instanceof ReadableStream
  const asking = isStream ? undefined : askForProgress(sending)
  const response = await transfer(client.connection, {
    method: 'PUT',
    url: endpoint.uri,
    headers: {
      'content-type': 'application/octet-stream',
      ...(isStream && { 'content-length': String(file.size) }),
      ...presignedHeaders(endpoint.uri, declared),
    },
    body: isStream ? counted(body, sending) : body,
    signal,
  }).finally(() => clearInterval(asking))
  await response.body?.cancel()
  if (!isStream) counter.set(file.size)
}

/** The same pieces, each counted when it is asked for: one layer, which holds and copies nothing. */
const counted = (
  stream: ReadableStream<Uint8Array>,
  { digest, counter, moved, signal }: Sending,
): ReadableStream<Uint8Array> => {
  const reader = stream.getReader()
  // What the failed request still asks for, it does not get.
  signal.addEventListener('abort', () => void reader.cancel(signal.reason).catch(() => undefined), {
    once: true,
  })
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read()
        if (signal.aborted) return controller.error(signal.reason)
        if (done) return controller.close()
        digest?.update(value)
        moved()
        counter.add(value.byteLength)
        controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
