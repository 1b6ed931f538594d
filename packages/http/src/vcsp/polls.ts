import { openPublishedLibrary } from '@accession/core'
import type { World } from '@accession/core'
import type { Answer } from '../answer/answer.ts'
import { corsHeaders } from '../answer/cors.ts'
import { createRequestMetrics } from '../answer/request-metrics.ts'
import { securityHeaders } from '../answer/security-headers.ts'
import type { AppOptions } from '../app-options.ts'
import { isTagListed } from '../transfers/entity-tag.ts'
import { documentAnswer, libraryText, unchangedAnswer } from './answer-document.ts'

/** A request for `lib.json`, or for `items.json` by somebody who has had it before. */
export interface Poll {
  readonly method: 'GET' | 'HEAD'
  readonly libraryId: string
  readonly document: 'lib.json' | 'items.json'
  /** The value of `If-None-Match`; undefined where nothing is known yet. */
  readonly tags: string | undefined
}

/** What a poll is answered. */
export interface PollAnswer {
  readonly status: 200 | 304
  /** Names and values of the headers, in turn. */
  readonly headers: string[]
  readonly body: string | undefined
}

/** A published library, as those who poll it meet it at one moment. */
export interface PolledLibrary {
  /**
   * The answer to a poll that came at `startedAt` of the metrics' clock, which is told of; undefined
   * for one that is to have the list of items, which only the app makes.
   */
  answer(poll: Poll, startedAt: number): PollAnswer | undefined
}

/** The shortest way to the most frequent answers of a publisher. */
export interface Polls {
  /** The library of that id; undefined where the app has more to say: an error, or who may read it. */
  open(libraryId: string): Promise<PolledLibrary | undefined>
}

const target = /^\/cls\/vcsp\/lib\/([0-9a-f-]{36})\/((?:lib|items)\.json)$/

/** Hosts that need no closer look. */
const plainHost = /^[\w.-]+(?::\d+)?$/

/** What asks for more than a poll does. */
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
  if (libraryId === undefined || (document !== 'lib.json' && document !== 'items.json'))
    return undefined
  let tags: string | undefined
  let host = ''
  for (let at = 0; at < fields.length; at += 2) {
    const name = fields[at]?.toLowerCase() ?? ''
    if (furtherFields.has(name)) return undefined
    if (name === 'host') host = fields[at + 1] ?? ''
    // Several of them are one list, which the app reads.
    if (name === 'if-none-match' && tags !== undefined) return undefined
    if (name === 'if-none-match') tags = fields[at + 1]
  }
  if (!plainHost.test(host) || (tags === undefined && document === 'items.json')) return undefined
  return { method, libraryId, document, tags }
}

/**
 * Answers polls as the app of the same options does, for hosts that hold the requests of one moment
 * and can let them share one look at the catalog.
 */
export const createPolls = (world: World, { corsOrigins = [] }: AppOptions = {}): Polls => {
  const { ids, log, metrics } = world
  const tellMetrics = createRequestMetrics(metrics, 'none')
  const always = { ...securityHeaders, ...corsHeaders(new Set(corsOrigins), new Headers()) }
  const toFields = (answer: Answer): string[] =>
    Object.entries({ ...always, ...answer.headers }).flat()
  const tell = ({ method, document }: Poll, status: number, startedAt: number): string => {
    const requestId = ids.uuid()
    const durationMs = metrics.now() - startedAt
    tellMetrics('subscription', status, durationMs, undefined)
    log.debug('http.request', {
      method,
      route: `/cls/vcsp/lib/{library}/${document}`,
      operation: 'subscription',
      status,
      duration_ms: Math.round(durationMs),
      request_id: requestId,
    })
    return requestId
  }
  return {
    async open(libraryId) {
      const library = await openPublishedLibrary(world, libraryId, { address: '' }).catch(
        // The app meets the same, and tells of it.
        () => undefined,
      )
      if (!library) return undefined
      const unchanged = unchangedAnswer(library, library.version)
      const unchangedFields = toFields(unchanged)
      let text = ''
      let fields: string[] = []
      return {
        answer(poll, startedAt) {
          const isKnown = isTagListed(poll.tags ?? null, unchanged.headers.etag)
          if (!isKnown && poll.document === 'items.json') return undefined
          if (!isKnown && text === '') {
            text = libraryText(library)
            fields = toFields(documentAnswer(library, library.version, text))
          }
          const status = isKnown ? 304 : 200
          const ownFields = ['x-request-id', tell(poll, status, startedAt)]
          return {
            status,
            headers: [...(isKnown ? unchangedFields : fields), ...ownFields],
            body: isKnown || poll.method === 'HEAD' ? undefined : text,
          }
        },
      }
    },
  }
}
