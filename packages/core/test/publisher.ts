import { FetchError } from '../src/ports/fetcher.ts'
import type { Fetcher, FetchFailure, FetchRequest, FetchResponse } from '../src/ports/fetcher.ts'

/** What a test publisher has under an address. */
interface Document {
  readonly bytes: Uint8Array
  readonly etag: string
}

/** A file of an item that a test publishes. */
interface PublishedFile {
  readonly name: string
  readonly content: string
  /** @default what the content is made of */
  readonly etag?: string
  /** @default the size of the content */
  readonly size?: number
}

/** An item that a test publishes. */
export interface PublishedItem {
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly type?: string
  readonly version?: string
  readonly files?: readonly PublishedFile[]
}

/** A publisher in memory: the documents of one library, and whatever is to go wrong. */
export interface TestPublisher extends Fetcher {
  /** The address of its `lib.json`. */
  readonly url: string
  /** What was asked for: `GET /lib/items.json`, with the range where there was one. */
  readonly asked: string[]
  /** Publishes these items, and no others, as the next version. */
  publish(items: readonly PublishedItem[]): void
  /** Puts a document, or takes one away. */
  put(path: string, content: string | undefined): void
  /** Is called before each answer; may throw, answer a status, or change what is published. */
  onRequest: (path: string, request: FetchRequest) => Promise<number | void> | number | void
  /** Answers with a range of whatever is there now, as some servers do. */
  ignoresConditions: boolean
  /** Answers with the whole file, whatever range was asked for. */
  ignoresRanges: boolean
  /** Is called before the bytes of a file from a place on are sent, which may take its time or break off. */
  onBytes: (path: string, from: number) => Promise<void> | void
  /** Breaks every answer of that path off after so many bytes, with each request anew. */
  readonly breakAfter: Map<string, number>
}

const root = 'https://publisher.example/lib/'
const encoder = new TextEncoder()

/** Makes a publisher that publishes nothing yet. */
export const createTestPublisher = (): TestPublisher => {
  const documents = new Map<string, Document>()
  let version = 0
  let count = 0
  const put = (path: string, content: string | undefined): void => {
    if (content === undefined) documents.delete(path)
    else documents.set(path, { bytes: encoder.encode(content), etag: `"${++count}"` })
  }
  const publisher: TestPublisher = {
    url: `${root}lib.json`,
    asked: [],
    breakAfter: new Map(),
    ignoresConditions: false,
    ignoresRanges: false,
    onBytes: () => undefined,
    onRequest: () => undefined,
    put,
    publish(items) {
      version++
      for (const { id, files = [] } of items)
        for (const { name, content } of files) {
          const path = `${id}/${name}`
          if (textOf(documents.get(path)) !== content) put(path, content)
        }
      put('items.json', JSON.stringify({ items: items.map(asDocument) }))
      put(
        'lib.json',
        JSON.stringify({
          vcspVersion: '2',
          version: String(version),
          name: 'Published',
          id: 'urn:uuid:11111111-2222-4333-8444-555555555555',
          created: '2026-01-02T03:04Z',
          itemsHref: 'items.json',
        }),
      )
      for (const item of items) put(`${item.id}/item.json`, JSON.stringify(asDocument(item)))
    },
    async fetch(request) {
      request.signal.throwIfAborted()
      const path = decodeURIComponent(request.url.slice(root.length))
      const { range } = request.headers ?? {}
      publisher.asked.push(range ? `${path} ${range}` : path)
      const status = await publisher.onRequest(path, request)
      request.signal.throwIfAborted()
      const document = status === undefined ? documents.get(path) : undefined
      if (!document) return answer(request, status ?? 404, new Uint8Array())
      return serve(request, document, publisher, path)
    },
    serverCertificate: async () => ({ thumbprint: 'AB:CD', certificate: 'PEM' }),
  }
  return publisher
}

const textOf = (document: Document | undefined): string | undefined =>
  document && new TextDecoder().decode(document.bytes)

const asDocument = ({ id, name, description, type, version, files = [] }: PublishedItem) => ({
  id: `urn:uuid:${id}`,
  name,
  description,
  type: type ?? 'vcsp.other',
  version: version ?? '1',
  selfHref: `${encodeURIComponent(id)}/item.json`,
  files: files.map((file) => ({
    name: file.name,
    size: file.size ?? encoder.encode(file.content).byteLength,
    etag: file.etag ?? `of ${file.content}`,
    hrefs: [`${encodeURIComponent(id)}/${encodeURIComponent(file.name)}`],
  })),
})

/** The failure that a publisher meets which is not there. */
export const failure = (kind: FetchFailure): FetchError =>
  new FetchError(kind, `publisher.example: ${kind.toLowerCase()}`)

const serve = (
  request: FetchRequest,
  { bytes, etag }: Document,
  publisher: TestPublisher,
  path: string,
): FetchResponse => {
  const { ignoresConditions, ignoresRanges } = publisher
  const { headers = {} } = request
  if (headers['if-none-match'] === etag) return answer(request, 304, new Uint8Array(), { etag })
  const from = Number(/^bytes=(\d+)-$/.exec(headers['range'] ?? '')?.[1] ?? Number.NaN)
  const isWanted = ignoresConditions || headers['if-range'] === etag
  const isRange = from < bytes.byteLength && isWanted && !ignoresRanges
  const sent = isRange ? bytes.subarray(from) : bytes
  const range = `bytes ${from}-${bytes.byteLength - 1}/${bytes.byteLength}`
  return answer(
    request,
    isRange ? 206 : 200,
    sent,
    { etag, 'content-length': String(sent.byteLength), ...(isRange && { 'content-range': range }) },
    {
      breakAfter: publisher.breakAfter.get(path),
      before: async (at) => publisher.onBytes(path, at + (isRange ? from : 0)),
    },
  )
}

const chunkBytes = 64 * 1024

const answer = (
  { url, bytesMax, signal }: FetchRequest,
  status: number,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
  sending: {
    readonly breakAfter?: number | undefined
    readonly before?: (at: number) => Promise<void>
  } = {},
): FetchResponse => {
  const { breakAfter = Infinity, before } = sending
  const end = Math.min(breakAfter, bytes.byteLength)
  let at = 0
  return {
    status,
    url,
    header: (name) => headers[name],
    bytes: new ReadableStream(
      {
        start: () => undefined,
        async pull(controller) {
          if (bytes.byteLength > bytesMax) return controller.error(failure('TOO_LARGE'))
          await before?.(at)
          signal.throwIfAborted()
          const sent = bytes.slice(at, Math.min(at + chunkBytes, end))
          at += sent.byteLength
          if (sent.byteLength > 0) return controller.enqueue(sent)
          if (end < bytes.byteLength) return controller.error(failure('UNREACHABLE'))
          return controller.close()
        },
      },
      { highWaterMark: 0 },
    ),
  }
}
