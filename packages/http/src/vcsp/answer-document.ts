import type { Library } from '@accession/core/ports'
import { vcspForm, vcspLibrary } from '@accession/core'
import type { Answer } from '../answer/answer.ts'
import { isTagListed } from '../transfers/entity-tag.ts'
import { cachingOf } from './open-library.ts'

/** The tag of a document at a version, with its quotes. */
const tagOf = (version: number): string => `"${vcspForm}-${version}"`

/**
 * The answer to whoever has the document at this version already. Caches may keep it, but ask each
 * time whether it is still so.
 */
export const unchangedAnswer = (library: Library, version: number) =>
  ({ status: 304, headers: versionHeaders(library, version) }) satisfies Answer

/** The same where the request says that it has it; undefined for everybody else. */
export const answerIfUnchanged = (
  { headers }: Request,
  library: Library,
  version: number,
): Answer | undefined => {
  const unchanged = unchangedAnswer(library, version)
  return isTagListed(headers.get('if-none-match'), unchanged.headers.etag) ? unchanged : undefined
}

const versionHeaders = (library: Library, version: number) => ({
  etag: tagOf(version),
  'cache-control': cachingOf(library, 'no-cache'),
})

/** The text of `lib.json`. */
export const libraryText = (library: Library): string => JSON.stringify(vcspLibrary(library))

/** A document of a published library; without a version nobody is to keep it. */
export const documentAnswer = (
  library: Library,
  version: number | undefined,
  body: Answer['body'],
): Answer => ({
  status: 200,
  headers: {
    'content-type': 'application/json',
    ...(version === undefined ? {} : versionHeaders(library, version)),
    ...lengthOf(body),
  },
  body,
})

/** How long a document is, where that is known. */
const lengthOf = (body: Answer['body']): { readonly 'content-length'?: string } => {
  if (body === undefined || body instanceof ReadableStream) return {}
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  return { 'content-length': String(bytes.byteLength) }
}
