import type { Caller } from '../access/caller.ts'
import { tellOfChange } from '../changes/item-change.ts'
import { answerOnce } from '../client-tokens/answer-once.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { movesVersion } from '../libraries/change-library.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { adjust, insert } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { checkItemSpec, isNameTaken, makeItem } from './item-fields.ts'
import { loadDestination } from './load-destination.ts'

const operation = contract.item.create

/** Creates an item without files, under a name that its library has not yet. */
export const createLibraryItem = async (
  world: World,
  caller: Caller,
  { client_token, create_spec }: Input<'item.create'>,
): Promise<Result<'item.create'>> => {
  const { library_id: libraryId = '', name = '' } = create_spec
  checkItemSpec({ ...create_spec, name })
  const item = makeItem(world, libraryId, { ...create_spec, name })
  const id = await answerOnce(world, caller, operation, client_token, create_spec, async () => {
    const library = await loadDestination(world, caller, libraryId)
    refuseInMaintenance(library, operation)
    if (await isNameTaken(world, library.id, name)) {
      throw accessionError('accession.item.name_taken', [name, library.id])
    }
    return {
      changes: [
        insert('item', item),
        ...tellOfChange(world, caller, { itemId: item.id, version: 1, message: 'Created' }),
        adjust('library', library.id, movesVersion(world)),
      ],
      result: item.id,
    }
  })
  if (id === item.id) world.log.audit('item.create', { item: id, user: caller.user.name })
  return id
}
