import { limits } from '../../limits.ts'
import type { FetchResponse } from '../../ports/fetcher.ts'
import type { World } from '../../world.ts'
import type { DocumentName } from '../vcsp/refused-document.ts'
import { isPassingStatus, mayPass, statusError, unreadable } from './fetch-errors.ts'
import { requestTo } from './publisher-request.ts'
import type { PublisherAccess } from './publisher-request.ts'

/** What is asked for. */
export interface DocumentRequest {
  readonly document: DocumentName
  readonly url: string
  /** The entity tag of what is known: it is not sent again. */
  readonly knownEtag?: string | null
  readonly signal: AbortSignal
  /** @default limits.publisherAttemptsMax */
  readonly attemptsMax?: number
}

/** A document as it was answered. */
export interface FetchedDocument {
  readonly bytes: Uint8Array
  readonly etag: string | null
}

/**
 * Fetches a document of a publisher, as a whole and within `limits.publisherDocumentBytesMax`;
 * undefined where it is still what is known. What may pass is tried again. Rejects with
 * RESOURCE_INACCESSIBLE, and the reason.
 */
export const fetchDocument = async (
  world: World,
  access: PublisherAccess,
  request: DocumentRequest,
): Promise<FetchedDocument | undefined> => {
  const { document, signal, attemptsMax = limits.publisherAttemptsMax } = request
  for (let attempt = 1; ; attempt++) {
    if (attempt > 1) await world.clock.sleep(limits.fetchBackoffMs * 2 ** (attempt - 2), signal)
    const isLast = attempt >= attemptsMax
    try {
      const response = await ask(world, access, request)
      if (response.status === 200) return { bytes: await readAll(response), etag: etagOf(response) }
      await response.bytes.cancel()
      if (response.status === 304 && request.knownEtag) return undefined
      if (isLast || !isPassingStatus(response.status)) throw statusError(document, response.status)
    } catch (error) {
      if (isLast || !mayPass(error)) throw unreadable(error)
    }
  }
}

const ask = (
  world: World,
  access: PublisherAccess,
  { url, knownEtag, signal }: DocumentRequest,
): Promise<FetchResponse> =>
  world.fetcher.fetch({
    url,
    headers: { accept: 'application/json', ...(knownEtag && { 'if-none-match': knownEtag }) },
    ...requestTo(access),
    signal,
    bytesMax: limits.publisherDocumentBytesMax,
  })

const etagOf = (response: FetchResponse): string | null => {
  const etag = response.header('etag') ?? ''
  return etag !== '' && etag.length <= limits.publisherVersionLengthMax ? etag : null
}

const readAll = async ({ bytes }: FetchResponse): Promise<Uint8Array> =>
  new Uint8Array(await new Response(bytes).arrayBuffer())
