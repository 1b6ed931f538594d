import { accessionError } from '../errors/accession-error.ts'
import type { Library, LibrarySource } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** What a library follows; undefined for a local one. */
export const findSource = async (
  { store }: Pick<World, 'store'>,
  libraryId: string,
): Promise<LibrarySource | undefined> =>
  (await store.find('librarySource', { where: { libraryId }, limit: 1 }))[0]

/** The same of a library that was read; nothing is asked for a local one. */
export const sourceOf = async (
  world: Pick<World, 'store'>,
  { id, type }: Pick<Library, 'id' | 'type'>,
): Promise<LibrarySource | undefined> => (type === 'SUBSCRIBED' ? findSource(world, id) : undefined)

/** The same of a subscribed library; throws `not_allowed_in_current_state` where it follows nothing. */
export const loadSource = async (
  world: Pick<World, 'store'>,
  libraryId: string,
): Promise<LibrarySource> => {
  const source = await findSource(world, libraryId)
  if (!source) throw accessionError('accession.subscription.follows_nothing', [libraryId])
  return source
}
