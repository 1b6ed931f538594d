import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { describeUpdate } from '../changes/describe-update.ts'
import { tellOfChange } from '../changes/item-change.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { ItemModel } from '../contract/item-model.ts'
import { accessionError } from '../errors/accession-error.ts'
import { movesVersion } from '../libraries/change-library.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { foldName } from '../names/fold-name.ts'
import { adjust, write } from '../ports/changes.ts'
import type { Item } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { checkItemSpec, isNameTaken, noFindings } from './item-fields.ts'
import { refuseSubscribed } from './load-destination.ts'
import { loadItem } from './load-item.ts'

/** Changes the name, the description or the type of an item; its metadata version moves. */
export const updateLibraryItem = async (
  world: World,
  caller: Caller,
  { library_item_id, update_spec }: Input<'item.update'>,
): Promise<Result<'item.update'>> => {
  await change(world, async () => {
    const { item, library } = await loadItem(world, library_item_id)
    authorize(caller, contract.item.update, library.id)
    refuseSubscribed(library)
    refuseInMaintenance(library, contract.item.update)
    checkItemSpec(update_spec)
    checkVersion(item, update_spec)
    const { name = item.name } = update_spec
    if (await isNameTaken(world, library.id, name, item.id)) {
      throw accessionError('accession.item.name_taken', [name, library.id])
    }
    const changed = changedFields(world, item, update_spec)
    const { version } = changed
    const message = describeUpdate(item, changed)
    return {
      changes: [
        write('item', item, changed, { deletedAt: null }),
        ...tellOfChange(world, caller, { itemId: item.id, version, message }),
        adjust('library', library.id, movesVersion(world)),
      ],
      result: undefined,
    }
  })
  world.log.audit('item.update', { item: library_item_id, user: caller.user.name })
}

const checkVersion = ({ id, version }: Item, spec: ItemModel): void => {
  if (spec.version === undefined || spec.version === String(version)) return
  throw accessionError('accession.item.version_stale', [id, version, spec.version.slice(0, 64)])
}

const changedFields = (world: World, item: Item, spec: ItemModel) => {
  const { name = item.name, description = item.description, type = item.itemType } = spec
  const itemTypeKey = foldName(type)
  return {
    name,
    nameKey: foldName(name),
    description,
    itemType: type,
    itemTypeKey,
    // What one type knows means nothing to another.
    ...(itemTypeKey !== item.itemTypeKey && noFindings),
    version: item.version + 1,
    metadataVersion: item.metadataVersion + 1,
    modifiedAt: world.clock.now(),
  }
}
