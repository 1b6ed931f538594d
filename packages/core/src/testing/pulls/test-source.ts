import { FetchError } from '../../ports/fetcher.ts'
import type { Fetcher, FetchRequest, FetchResponse } from '../../ports/fetcher.ts'

/** A file that lies elsewhere, and how its server behaves. */
export interface SourceFile {
  readonly content: Uint8Array
  /** Null where its server tells none, nor a date. */
  readonly etag?: string | null
  /** Whether it tells how large the file is. @default true */
  readonly isSized?: boolean
  /** Whether it answers with ranges. @default true */
  readonly isRanged?: boolean
  /** Whether it answers with a range of whatever file is there now. @default false */
  readonly isUnconditional?: boolean
  /** Statuses that it answers with first, one a request. */
  readonly refusals?: number[]
  /** Bytes of the file after which the connection breaks, each once, in order. */
  readonly cuts?: number[]
  /** Waits before it sends the byte at that place, once it is reached. */
  readonly hold?: { readonly at: number; readonly wait: () => Promise<void> }
}

/** Servers elsewhere, as a test makes them. */
export interface TestSource {
  readonly fetcher: Fetcher
  readonly files: Map<string, SourceFile>
  /** Bytes that were sent, all requests together. */
  readonly sent: () => number
  /** The ranges that were asked for; an empty text where there was none. */
  readonly ranges: string[]
}

const chunkBytes = 64 * 1024

/** Bytes that look like none of their neighbours. */
export const contentOf = (size: number, seed = 1): Uint8Array => {
  const bytes = new Uint8Array(size)
  let state = seed
  for (let index = 0; index < size; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[index] = state >>> 24
  }
  return bytes
}

/** A network of such files by their addresses. */
export const createTestSource = (): TestSource => {
  const files = new Map<string, SourceFile>()
  const ranges: string[] = []
  let sent = 0

  const stream = (file: SourceFile, start: number, { signal }: FetchRequest) => {
    let position = start
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { content, cuts = [], hold } = file
          const cut = cuts.find((at) => at >= position) ?? Infinity
          if (position === cut) {
            cuts.splice(cuts.indexOf(cut), 1)
            throw new FetchError('UNREACHABLE', 'The connection to images.example broke off.')
          }
          if (hold && position >= hold.at) await unless(hold.wait(), signal)
          signal.throwIfAborted()
          if (position === content.length) return controller.close()
          const end = Math.min(position + chunkBytes, content.length, cut)
          sent += end - position
          controller.enqueue(content.slice(position, end))
          position = end
        },
      },
      { highWaterMark: 0 },
    )
  }

  const answer = (request: FetchRequest): FetchResponse => {
    const file = files.get(request.url)
    if (!file) throw new FetchError('HOST_NOT_FOUND', 'There is no address of images.example.')
    const { content, etag = '"1"', isSized = true, isRanged = true, refusals = [] } = file
    const { isUnconditional = false } = file
    const { range = '', 'if-range': ifRange } = request.headers ?? {}
    ranges.push(range)
    const refusal = refusals.shift()
    const from = Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0)
    const isPart = isRanged && from > 0 && (isUnconditional || ifRange === etag)
    const start = isPart ? from : 0
    const headers: Record<string, string | undefined> = {
      etag: etag ?? undefined,
      'content-length': isSized ? String(content.length - start) : undefined,
      'content-range': isPart ? `bytes ${from}-${content.length - 1}/${content.length}` : undefined,
    }
    return {
      status: refusal ?? (isPart ? 206 : 200),
      url: request.url,
      header: (name) => headers[name],
      bytes: stream(refusal === undefined ? file : { content: new Uint8Array() }, start, request),
    }
  }

  return {
    files,
    ranges,
    sent: () => sent,
    fetcher: {
      async fetch(request) {
        request.signal.throwIfAborted()
        return answer(request)
      },
      serverCertificate: () => Promise.resolve(undefined),
    },
  }
}

/** Waits, and no longer once the signal aborts. */
const unless = (waiting: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason))
    waiting.then(resolve, reject)
  })
