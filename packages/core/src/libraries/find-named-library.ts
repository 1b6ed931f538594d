import { accessionError } from '../errors/accession-error.ts'
import { isEntityId } from '../names/entity-id.ts'
import { foldName } from '../names/fold-name.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import type { Library } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** The library of that id or name; names may be shared, then only the id tells which is meant. */
export const findNamedLibrary = async (
  { store }: Pick<World, 'store'>,
  text: string,
): Promise<Library> => {
  if (!isPlainText(text)) throw accessionError('accession.library.not_found', [text])
  const [byId] = isEntityId(text)
    ? await store.find('library', { where: { id: text, deletedAt: null }, limit: 1 })
    : []
  if (byId) return byId
  const where = { nameKey: foldName(text), deletedAt: null }
  const [library, other] = await store.find('library', { where, limit: 2 })
  if (!library) throw accessionError('accession.library.not_found', [text])
  if (other) throw accessionError('accession.library.name_shared', [text])
  return library
}
