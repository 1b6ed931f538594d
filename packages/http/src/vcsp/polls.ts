import { openPublishedLibrary } from '@accession/core'
import type { World } from '@accession/core'
import { corsHeaders } from '../answer/cors.ts'
import { createRequestMetrics } from '../answer/request-metrics.ts'
import { securityHeaders } from '../answer/security-headers.ts'
import type { AppOptions } from '../app-options.ts'
import { isTagListed } from '../transfers/entity-tag.ts'
import { unchangedHeaders } from './answer-document.ts'

/** A request for `lib.json` or `items.json` by somebody who has had it before. */
export interface Poll {
  readonly method: 'GET' | 'HEAD'
  readonly libraryId: string
  readonly document: string
  /** The value of `If-None-Match`. */
  readonly tags: string
}

/** A published library, as those who poll it meet it at one moment. */
export interface PolledLibrary {
  /**
   * The headers, names and values in turn, of the 304 for a poll that came at `startedAt` of the
   * metrics' clock, which is told of; undefined for one whose library has changed.
   */
  unchanged(poll: Poll, startedAt: number): string[] | undefined
}

/** The shortest way to the most frequent answer of a publisher: that nothing has changed. */
export interface Polls {
  /** The library of that id; undefined where the app has more to say: an error, or who may read it. */
  open(libraryId: string): Promise<PolledLibrary | undefined>
}

const target = /^\/cls\/vcsp\/lib\/([0-9a-f-]{36})\/((?:lib|items)\.json)$/

/** What asks for more than whether something has changed. */
const furtherFields = new Set([
  'authorization',
  'content-length',
  'origin',
  'transfer-encoding',
  'vmware-api-session-id',
])

/**
 * The poll that a request is, from its line and its headers, names and values in turn; undefined for
 * whatever the app is to answer.
 */
export const readPoll = (
  method: string | undefined,
  address: string | undefined,
  fields: readonly string[],
): Poll | undefined => {
  if (!address?.endsWith('.json') || (method !== 'GET' && method !== 'HEAD')) return undefined
  const [, libraryId, document] = target.exec(address) ?? []
  if (libraryId === undefined || document === undefined) return undefined
  let tags: string | undefined
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at]?.toLowerCase() ?? ''
    if (furtherFields.has(name)) return undefined
    // Several of them are one list, which the app reads.
    if (name === 'if-none-match' && tags !== undefined) return undefined
    if (name === 'if-none-match') tags = fields[at + 1]
  }
  return tags === undefined ? undefined : { method, libraryId, document, tags }
}

/**
 * Answers polls as the app of the same options does, for hosts that hold the requests of one moment
 * and can let them share one look at the catalog.
 */
export const createPolls = (world: World, { corsOrigins = [] }: AppOptions = {}): Polls => {
  const { ids, log, metrics } = world
  const tellMetrics = createRequestMetrics(metrics, 'none')
  const always = { ...securityHeaders, ...corsHeaders(new Set(corsOrigins), new Headers()) }
  return {
    async open(libraryId) {
      const library = await openPublishedLibrary(world, libraryId, { address: '' }).catch(
        // The app meets the same, and tells of it.
        () => undefined,
      )
      if (!library) return undefined
      const { etag, ...caching } = unchangedHeaders(library, library.version)
      const headers = Object.entries({ ...always, ...caching, etag }).flat()
      return {
        unchanged({ method, document, tags }, startedAt) {
          if (!isTagListed(tags, etag)) return undefined
          const requestId = ids.uuid()
          const durationMs = metrics.now() - startedAt
          tellMetrics('subscription', 304, durationMs, undefined)
          log.debug('http.request', {
            method,
            route: `/cls/vcsp/lib/{library}/${document}`,
            operation: 'subscription',
            status: 304,
            duration_ms: Math.round(durationMs),
            request_id: requestId,
          })
          return [...headers, 'x-request-id', requestId]
        },
      }
    },
  }
}
