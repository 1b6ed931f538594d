import { isApiError, type Client } from '@accession/client'
import type { LibraryModel } from '@accession/core/contract'
import { notFoundError, usageError } from '../command-error.ts'
import { isId } from './is-id.ts'

/** A library that was found. */
export type FoundLibrary = LibraryModel & { readonly id: string; readonly name: string }

/** The library of that name or id, if there is one; several of that name are refused. */
export const searchLibrary = async (
  client: Client,
  text: string,
  signal: AbortSignal,
): Promise<FoundLibrary | undefined> => {
  if (isId(text)) {
    const byId = await client.library.get({ library_id: text }, { signal }).catch(unlessMissing)
    if (byId) return { ...byId, id: text, name: byId.name ?? text }
  }
  const [id, ...others] = await client.library.find({ spec: { name: text } }, { signal })
  if (id === undefined) return undefined
  if (others.length > 0) {
    throw usageError(
      `${others.length + 1} libraries are named ${text}: name one by its id, ${[id, ...others].join(' or ')}.`,
    )
  }
  const library = await client.library.get({ library_id: id }, { signal })
  return { ...library, id, name: library.name ?? text }
}

/** The library of that name or id; there must be one. */
export const findLibrary = async (
  client: Client,
  text: string,
  signal: AbortSignal,
): Promise<FoundLibrary> => {
  const library = await searchLibrary(client, text, signal)
  if (library) return library
  throw notFoundError(
    `There is no library ${text}: see \`accession library ls\`, or create it with \`accession library create\`.`,
  )
}

const unlessMissing = (error: unknown): undefined => {
  if (!isApiError(error, 'NOT_FOUND')) throw error
}
