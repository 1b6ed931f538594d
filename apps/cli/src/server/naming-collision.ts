import { isApiError, type Client } from '@accession/client'
import { CommandError } from '../command-error.ts'
import { exitCodes } from '../exit-codes.ts'

/** What an item was to be called, and where. */
interface Naming {
  readonly libraryId: string | undefined
  readonly name: string
}

/**
 * Catches that a name is taken, which servers tell with the library's id, and tells it with the
 * library's name and what can be done; every other error is thrown on.
 */
export const namingCollision =
  (client: Client, { libraryId, name }: Naming) =>
  async (error: unknown): Promise<never> => {
    if (libraryId === undefined || !mayCollide(error)) throw error
    const same = await client.item
      .find({ spec: { library_id: libraryId, name } }, { timeoutMs: 10_000 })
      .catch(() => [])
    if (same.length === 0) throw error
    const library = await client.library
      .get({ library_id: libraryId }, { timeoutMs: 10_000 })
      .then((model) => model.name)
      .catch(() => undefined)
    const path = `${library ?? libraryId}/${name}`
    throw new CommandError(
      `There is an item ${path} already: choose another name, or remove it first with \`accession item rm ${quote(path)}\`.`,
      exitCodes.failed,
      { cause: error },
    )
  }

/** A copy may not say `already_exists`. */
const mayCollide = (error: unknown): boolean =>
  isApiError(error, 'ALREADY_EXISTS', 'INVALID_ARGUMENT')

const quote = (text: string): string => (/^[\w./@-]+$/.test(text) ? text : `'${text}'`)
