import { FetchError } from '@accession/core/ports'
import type { Fetcher, FetchRequest, FetchResponse } from '@accession/core/ports'
import { fetchLimits } from '../fetch-limits.ts'
import type { FetchLimits } from '../fetch-limits.ts'
import { followRedirects } from '../follow-redirects.ts'
import { checkAnnounced, limitedBytes } from '../limited-bytes.ts'
import { createAllowList } from '../policy/allow-list.ts'
import type { Hop } from '../policy/next-hop.ts'
import { createPolicy } from '../policy/policy.ts'
import { targetOf } from '../policy/target.ts'
import { within } from '../within.ts'

export interface WorkerFetcherOptions {
  /** Hosts, `host:port`, addresses and CIDRs that are reached besides public ones. @default none */
  readonly allow?: readonly string[]
  /** @default the runtime's */
  readonly fetch?: typeof globalThis.fetch
  /** @default fetchLimits */
  readonly limits?: Partial<FetchLimits>
}

/**
 * Requests over a Worker's own `fetch`, which resolves names and checks certificates out of our
 * sight: what is judged are names and literal addresses, on every hop, and no certificate can be
 * pinned.
 */
export const createWorkerFetcher = (options: WorkerFetcherOptions = {}): Fetcher => {
  const { allow = [], fetch: send = (...given) => globalThis.fetch(...given) } = options
  const limits = { ...fetchLimits, ...options.limits }
  const policy = createPolicy(createAllowList(allow))

  const sendHop = async (
    { target, headers }: Hop,
    { method = 'GET', bytesMax, signal }: FetchRequest,
  ): Promise<FetchResponse> => {
    const { host, url } = target
    policy.judgeUnseen(target)
    const stop = new AbortController()
    const { headersMs: ms, idleMs, rateMin } = limits
    const patience = { ms, host, what: 'sends no whole headers', signal }
    const answer = await within(patience, async (each) => {
      each.addEventListener('abort', () => stop.abort(each.reason))
      const sent = { ...headers, 'accept-encoding': 'identity' }
      const init = { method, headers: sent, redirect: 'manual', signal: stop.signal } as const
      return send(url, init).catch((error: unknown) => {
        if (each.aborted) throw each.reason
        throw new FetchError('UNREACHABLE', `${host} cannot be reached.`, { cause: error })
      })
    })
    const close = (): void => stop.abort()
    const isDecoded = answer.headers.has('content-encoding')
    const header = (name: string): string | undefined => {
      // The runtime has decoded what came compressed all the same: sizes and ranges are not those of the bytes.
      if (isDecoded && name === 'content-length') return undefined
      if (isDecoded && name === 'accept-ranges') return 'none'
      return answer.headers.get(name) ?? undefined
    }
    try {
      if (method === 'GET') checkAnnounced(header('content-length'), host, bytesMax)
    } catch (error) {
      close()
      throw error
    }
    const chunks = chunksOf(answer.body)
    return {
      status: answer.status,
      url: url.href,
      header,
      bytes: limitedBytes(chunks, { host, bytesMax, idleMs, rateMin, signal, close }),
    }
  }

  return {
    async fetch(request) {
      const { thumbprint, certificate } = request.pinned ?? {}
      if (thumbprint !== undefined || certificate !== undefined) {
        const { host } = targetOf(request.url)
        const text = `No certificate of ${host} can be pinned here: a Worker does not see it.`
        throw new FetchError('CERTIFICATE_ERROR', text)
      }
      return followRedirects(request, limits.redirectsMax, (hop) => sendHop(hop, request))
    },

    async serverCertificate(url) {
      policy.judgeUnseen(targetOf(url))
      return undefined
    },
  }
}

/** Not every runtime can iterate its streams. */
async function* chunksOf(
  body: ReadableStream<Uint8Array> | null,
): AsyncGenerator<Uint8Array, undefined> {
  if (!body) return undefined
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return undefined
    yield value
  }
}
