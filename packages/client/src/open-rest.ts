import type { Connection } from './connection.ts'
import { TransferError } from './transfer-error.ts'
import { transfer } from './transfer.ts'

/** How far a download has come, and of which bytes. */
export interface Place {
  /** Bytes. */
  received: number
  /** What the first answer called the bytes. */
  etag: string | undefined
}

/** A file to fetch. */
export interface RemoteFile {
  readonly name: string
  /** Bytes; undefined where nobody has told. */
  readonly size: number | undefined
  readonly url: string
}

type Reader = ReadableStreamDefaultReader<Uint8Array>

/**
 * Opens what is missing of a file; undefined where that is nothing. A server that sends everything
 * again is read from its beginning, if what it sends is the same; a `TransferError` if it is not.
 */
export const openRest = async (
  connection: Connection,
  { name, size, url }: RemoteFile,
  place: Place,
  signal: AbortSignal,
  moved: () => void,
): Promise<Reader | undefined> => {
  const { received } = place
  if (received > 0 && received === size) return undefined
  const response = await transfer(connection, {
    method: 'GET',
    url,
    headers: received > 0 ? rangeHeaders(place) : {},
    signal,
  })
  const reader = (response.body ?? emptyStream()).getReader()
  const etag = response.headers.get('etag') ?? undefined
  if (received === 0) {
    place.etag = etag
    return reader
  }
  if (place.etag !== undefined && etag !== undefined && etag !== place.etag) {
    await reader.cancel()
    throw new TransferError(`${name} has changed while it was downloaded`, { file: name })
  }
  const start = response.status === 206 ? startOf(response, received) : 0
  if (!(start <= received)) {
    await reader.cancel()
    throw new TransferError(`The server sent another part of ${name} than asked for`, {
      file: name,
    })
  }
  return skip(reader, received - start, moved)
}

/** A tag that is not weak holds the server to the very bytes. */
const rangeHeaders = ({ received, etag }: Place): Readonly<Record<string, string>> => ({
  range: `bytes=${received}-`,
  ...(etag?.startsWith('"') && { 'if-range': etag }),
})

/** Where a part begins; a page may not be let see it, and then it is what was asked for. */
const startOf = ({ headers }: Response, asked: number): number => {
  const range = headers.get('content-range')
  return range === null ? asked : Number(/^bytes (\d+)-/.exec(range)?.[1])
}

const skip = (reader: Reader, bytes: number, moved: () => void): Reader => {
  if (bytes === 0) return reader
  let left = bytes
  const rest = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await reader.read()
          if (done) return controller.close()
          moved()
          if (value.byteLength > left) {
            controller.enqueue(value.subarray(left))
            left = 0
            return
          }
          left -= value.byteLength
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return rest.getReader()
}

const emptyStream = (): ReadableStream<Uint8Array> =>
  new ReadableStream({ start: (controller) => controller.close() })
