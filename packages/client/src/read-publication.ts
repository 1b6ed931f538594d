import type { Client } from './create-client.ts'
import { ConnectionError } from './connection-error.ts'
import { retrying } from './retrying.ts'
import { transfer } from './transfer.ts'

/** A file of a published library. */
export interface PublishedFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Its address from `lib.json` on, encoded; what stands behind it never changes. */
  readonly href: string
}

/** An item of a published library. */
export interface PublishedItem {
  readonly id: string
  readonly name: string
  /** The address of its own document, from `lib.json` on. */
  readonly href: string
  /** What stands there. */
  readonly text: string
  readonly files: readonly PublishedFile[]
}

/** What a published library tells its subscribers. */
export interface ReadPublication {
  /** `lib.json`, and `items.json`, which is not older. */
  readonly libraryText: string
  readonly itemsText: string
  readonly items: readonly PublishedItem[]
}

/** Where the documents and files of a published library begin. */
export const publicationPath = (libraryId: string): string =>
  `/cls/vcsp/lib/${encodeURIComponent(libraryId)}/`

/**
 * Reads what a library of Accession publishes, as whoever is signed in: no password of subscribers is
 * needed. Throws an `ApiError` of type `NOT_FOUND` where the library is not published.
 */
export const readPublication = async (
  client: Pick<Client, 'connection'>,
  libraryId: string,
  signal?: AbortSignal,
): Promise<ReadPublication> => {
  const read = (name: string): Promise<string> =>
    retrying(async () => {
      const url = `${publicationPath(libraryId)}${name}`
      return (await transfer(client.connection, { method: 'GET', url, signal })).text()
    }, signal)
  // In this order, as a list is to be no older than the version that it belongs to.
  const libraryText = await read('lib.json')
  const itemsText = await read('items.json')
  return { libraryText, itemsText, items: itemsIn(itemsText) }
}

const itemsIn = (text: string): readonly PublishedItem[] => {
  try {
    const { items } = JSON.parse(text) as { readonly items: readonly unknown[] }
    return items.map(itemOf)
  } catch (cause) {
    const message = 'The server has answered something else than the list of a published library'
    throw new ConnectionError('unreadable', message, { cause })
  }
}

const itemOf = (given: unknown): PublishedItem => {
  const { id, name, selfHref, files } = given as {
    readonly id: unknown
    readonly name: unknown
    readonly selfHref: unknown
    readonly files: readonly { readonly [member: string]: unknown }[]
  }
  return {
    id: textOf(id),
    name: textOf(name),
    href: textOf(selfHref),
    text: JSON.stringify(given),
    files: files.map((file) => ({
      name: textOf(file['name']),
      size: Number(file['size']),
      href: textOf((file['hrefs'] as readonly unknown[])[0]),
    })),
  }
}

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  throw new TypeError('A text of the list is none')
}
