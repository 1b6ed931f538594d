import { openItemList, openPublishedFile, openPublishedItem } from '@accession/core'
import type { Answering } from '../answer/answering.ts'
import { apiDialect } from '../api/api-dialect.ts'
import { answerDownload } from '../transfers/answer-download.ts'
import { answerIfUnchanged, documentAnswer, libraryText } from './answer-document.ts'
import { cachingOf, openLibrary } from './open-library.ts'

const writeError: Answering['writeError'] = (error) => apiDialect.writeError(error)

/** `lib.json`, which subscribers poll: one row of the catalog, however large the library is. */
const libraryRoute: Answering = {
  route: '/cls/vcsp/lib/{library}/lib.json',
  asked: 'subscription',
  dialect: 'none',
  writeError,
  async respond(exchange) {
    const { library } = await openLibrary(exchange)
    const { version } = library
    return (
      answerIfUnchanged(exchange.context.req.raw, library, version) ??
      documentAnswer(library, version, libraryText(library))
    )
  },
}

/** `items.json`, never older than a `lib.json` that was answered before it was asked for. */
const itemsRoute: Answering = {
  route: '/cls/vcsp/lib/{library}/items.json',
  asked: 'subscription',
  dialect: 'none',
  writeError,
  async respond(exchange) {
    const { library } = await openLibrary(exchange)
    const request = exchange.context.req.raw
    const unchanged = answerIfUnchanged(request, library, library.version)
    if (unchanged) return unchanged
    const list = await openItemList(exchange.world, library)
    if (list.kind === 'exact') return documentAnswer(library, list.version, list.bytes)
    if (list.kind === 'mixed') return documentAnswer(library, undefined, list.bytes)
    const isAsked = request.method !== 'HEAD'
    return documentAnswer(library, undefined, isAsked ? list.read() : undefined)
  },
}

/** The document of one item. */
const itemRoute: Answering = {
  route: '/cls/vcsp/lib/{library}/{item}/item.json',
  asked: 'subscription',
  dialect: 'none',
  writeError,
  async respond(exchange) {
    const { library, below } = await openLibrary(exchange)
    const [itemId = ''] = below
    const item = await openPublishedItem(exchange.world, library, itemId)
    return (
      answerIfUnchanged(exchange.context.req.raw, library, item.version) ??
      documentAnswer(library, item.version, await item.text())
    )
  },
}

/** A file as it was brought: what stands behind the address never changes, so caches may keep it. */
const fileRoute: Answering = {
  route: '/cls/vcsp/lib/{library}/{item}/{generation}/{name}',
  asked: 'download',
  dialect: 'none',
  writeError,
  async respond(exchange) {
    const { library, below } = await openLibrary(exchange)
    const [itemId = '', generation = '', name = ''] = below
    const file = { itemId, generation, name }
    const download = await openPublishedFile(exchange.world, library, file)
    const caching = cachingOf(library, 'max-age=86400, immutable, no-transform')
    return answerDownload(exchange.context.req.raw, download, caching)
  },
}

/** What subscribers of a published library read, by GET and HEAD, by its pattern. */
export const vcspRoutes: readonly (readonly [pattern: string, answering: Answering])[] = [
  ['/cls/vcsp/lib/:library/lib.json', libraryRoute],
  ['/cls/vcsp/lib/:library/items.json', itemsRoute],
  ['/cls/vcsp/lib/:library/:item/item.json', itemRoute],
  ['/cls/vcsp/lib/:library/:item/:generation/:name', fileRoute],
]
