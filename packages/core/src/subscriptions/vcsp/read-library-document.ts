import { readHref } from './read-href.ts'
import { readId } from './read-id.ts'
import { readJson } from './read-json.ts'
import { readTime } from './read-time.ts'
import { readVersion } from './read-version.ts'
import { refusedDocument } from './refused-document.ts'

/** A published library, as its `lib.json` tells of it. */
export interface LibraryDocument {
  /** Without `urn:uuid:`. */
  readonly id: string
  readonly name: string
  /** Moves with every change; null where the publisher counts none, so that any look may find one. */
  readonly version: string | null
  /** Milliseconds since 1970. */
  readonly createdAt: number | null
  /** The address of `items.json`. */
  readonly itemsUrl: string
}

/**
 * Reads a `lib.json` that was found at an address, in any of the forms that publishers write. Throws
 * `accession.subscription.document_refused` for what is none.
 */
export const readLibraryDocument = (bytes: Uint8Array, libraryUrl: string): LibraryDocument => {
  const { id, name, version, created, itemsHref = 'items.json' } = readJson('lib.json', bytes)
  const readableId = readId(id)
  if (readableId === undefined) throw refusedDocument('lib.json', 'its id is missing or none')
  const readableVersion = readVersion(version)
  if (readableVersion === undefined) throw refusedDocument('lib.json', 'its version is none')
  const items = readHref(itemsHref, libraryUrl)
  if ('fault' in items) throw refusedDocument('lib.json', `its itemsHref ${items.fault}`)
  return {
    id: readableId,
    name: typeof name === 'string' ? name : '',
    version: readableVersion,
    createdAt: readTime(created),
    itemsUrl: items.url,
  }
}
