import type { TransferEndpoint } from '@accession/core/contract'
import { isApiError } from './api-error.ts'
import { askForProgress } from './ask-for-progress.ts'
import { ConnectionError } from './connection-error.ts'
import type { Digest } from './digest.ts'
import { retrying } from './retrying.ts'
import type { Sending } from './send-file.ts'
import { transfer } from './transfer.ts'
import type { UploadClient, UploadFile } from './upload-item.ts'

/** Less than the smallest bound of a request's body that is known, 100 MB. */
const wholeBytesMax = 90_000_000

/** Whether the address knows files in parts: other servers would take the question for a file. */
const knowsParts = ({ uri }: TransferEndpoint): boolean => uri.includes('/transfers/upload/')

/** Whether to ask for parts at once: a body that is cut in the middle tells nobody why. */
export const isForParts = (endpoint: TransferEndpoint, { size }: UploadFile): boolean =>
  size > wholeBytesMax && knowsParts(endpoint)

/** Whether the server, or what stands before it, takes no body as large as that. */
export const isTooLarge = (endpoint: TransferEndpoint, error: unknown): boolean =>
  (isApiError(error) || error instanceof ConnectionError) &&
  error.status === 413 &&
  knowsParts(endpoint)

interface PartsWanted {
  readonly upload: string
  readonly part_size: number
}

/** Sends a file in parts, one after the other; false where the server takes it whole only. */
export const sendParts = async (sending: Sending): Promise<boolean> => {
  const { client, endpoint, body: opened, digest, counter, moved, signal } = sending
  const { uri } = endpoint
  const wanted = await begin(client, uri, signal)
  if (!wanted) return false
  const { upload, part_size: partSize } = wanted
  const url = `${uri}?parts=${encodeURIComponent(upload)}`
  const tags: string[] = []
  // Parts are counted here as they arrive; that the server is there is asked meanwhile.
  const asking = askForProgress(sending, { isCounted: false })
  try {
    for await (const body of partsOf(opened, partSize, digest)) {
      const number = tags.length + 1
      const request = { method: 'PUT', url: `${url}&number=${number}`, body, signal } as const
      const answer = await retrying(() => transfer(client.connection, request), signal)
      tags.push(((await answer.json()) as { readonly tag: string }).tag)
      counter.add(body.size)
      moved()
    }
    const body = new Blob([JSON.stringify({ tags })], { type: 'application/json' })
    const answer = await transfer(client.connection, { method: 'POST', url, body, signal })
    await answer.body?.cancel()
    return true
  } finally {
    clearInterval(asking)
  }
}

const begin = async (
  client: UploadClient,
  uri: string,
  signal: AbortSignal,
): Promise<PartsWanted | undefined> => {
  const request = { method: 'POST', url: `${uri}?parts`, signal } as const
  try {
    const answer = await retrying(() => transfer(client.connection, request), signal)
    return (await answer.json()) as PartsWanted
  } catch (error) {
    if (isApiError(error) && error.type === 'UNSUPPORTED') return undefined
    throw error
  }
}

/** A file's bytes in pieces of one size, but for the last. */
async function* partsOf(
  opened: Blob | ReadableStream<Uint8Array>,
  size: number,
  digest: Digest | undefined,
): AsyncGenerator<Blob, void, undefined> {
  if (opened instanceof Blob) {
    for (let start = 0; start < opened.size; start += size) yield opened.slice(start, start + size)
    return
  }
  const reader = opened.getReader()
  let pieces: Uint8Array<ArrayBuffer>[] = []
  let gathered = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      digest?.update(value)
      for (let rest = value as Uint8Array<ArrayBuffer>; rest.byteLength > 0;) {
        const piece = rest.subarray(0, size - gathered)
        pieces.push(piece)
        gathered += piece.byteLength
        rest = rest.subarray(piece.byteLength)
        if (gathered < size) continue
        yield new Blob(pieces)
        pieces = []
        gathered = 0
      }
    }
    if (gathered > 0) yield new Blob(pieces)
  } finally {
    await reader.cancel()
  }
}
