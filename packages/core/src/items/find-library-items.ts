import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { hasPrivilege } from '../access/has-privilege.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { ItemFindSpec } from '../contract/item.ts'
import { accessionError } from '../errors/accession-error.ts'
import { withinListMax } from '../libraries/list-ids.ts'
import { limits } from '../limits.ts'
import { isEntityId } from '../names/entity-id.ts'
import { foldName } from '../names/fold-name.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import type { World } from '../world.ts'
import { isAlive } from './load-item.ts'

/** The ids of the items that have all the given properties; name and type compare without case. */
export const findLibraryItems = async (
  world: World,
  caller: Caller,
  { spec }: Input<'item.find'>,
): Promise<Result<'item.find'>> => {
  if (Object.values(spec).every((value) => value === undefined)) {
    throw accessionError('accession.item.find_needs_property', [])
  }
  authorize(caller, contract.item.find, spec.library_id ?? null)
  if (!canBeFound(spec)) return []
  const { name, type, library_id, source_id, cached } = spec
  const where = {
    deletedAt: null,
    ...(name === undefined ? {} : { nameKey: foldName(name) }),
    ...(type === undefined ? {} : { itemTypeKey: foldName(type) }),
    ...(library_id === undefined ? {} : { libraryId: library_id }),
    ...(source_id === undefined ? {} : { sourceId: source_id }),
  }
  const query = { where, limit: limits.listMax + 1 }
  const found = await world.store.findWith('item', ['library'], query)
  return withinListMax(found)
    .filter(isAlive)
    .filter(({ item }) => cached === undefined || item.isCached === cached)
    .filter(({ library }) => hasPrivilege(caller, 'System.Read', library.id))
    .map(({ item }) => item.id)
}

/** None has a property that no store could keep. */
const canBeFound = ({ name, type, library_id, source_id }: ItemFindSpec): boolean =>
  isPlainText(name ?? '') &&
  isPlainText(type ?? '') &&
  isPlainText(source_id ?? '') &&
  isEntityId(library_id ?? '')
