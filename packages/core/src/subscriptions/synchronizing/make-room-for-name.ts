import { tellOfChange } from '../../changes/item-change.ts'
import { describeUpdate } from '../../changes/describe-update.ts'
import { accessionError } from '../../errors/accession-error.ts'
import { movesVersion } from '../../libraries/change-library.ts'
import { limits } from '../../limits.ts'
import { foldName } from '../../names/fold-name.ts'
import { adjust, write } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { Item, Task } from '../../ports/entities.ts'
import type { TaskRun } from '../../tasks/task-kind.ts'
import type { World } from '../../world.ts'
import type { WantedItem } from './plan-item.ts'
import { userNameOf } from './sync-user.ts'

/** The name that the publisher's item of that id has; undefined where it is not known. */
export type NameOfItem = (sourceId: string) => string | undefined

/**
 * Has another item give up the name that an item is to have: that one gets its own new name already,
 * or one for the while where that is taken too, as when two items have changed names. Throws
 * `already_exists` where it is not known to have another name.
 */
export const makeRoomForName = async (
  world: World,
  run: TaskRun,
  { libraryId, entry, nameOf }: WantedItem & { readonly nameOf: NameOfItem },
): Promise<void> => {
  if (!(await findOther(world, libraryId, entry.name, entry.id))) return
  await run.advance(async () => {
    const other = await findOther(world, libraryId, entry.name, entry.id)
    if (!other) return { changes: [], message: run.task.progressMessage }
    const wanted = other.sourceId === null ? undefined : nameOf(other.sourceId)
    if (wanted === undefined || foldName(wanted) === other.nameKey)
      throw accessionError('accession.subscription.name_taken', [entry.name, other.id])
    const holder = await findOther(world, libraryId, wanted, other.sourceId)
    const name = holder ? forTheWhile(wanted, other.id) : wanted
    return {
      changes: renaming(world, run.task, other, name),
      message: run.task.progressMessage,
    }
  })
}

/** The living item of that name, unless it is the publisher's item of that id. */
const findOther = async (
  { store }: World,
  libraryId: string,
  name: string,
  sourceId: string | null,
): Promise<Item | undefined> => {
  const where = { libraryId, nameKey: foldName(name), deletedAt: null }
  const [item] = await store.find('item', { where, limit: 1 })
  return item?.sourceId === sourceId ? undefined : item
}

/** A name that nobody else has: the end of the id makes it so. */
const forTheWhile = (name: string, id: string): string => {
  const end = ` ${id.slice(-12)}`
  return `${Array.from(name)
    .slice(0, limits.nameLengthMax - end.length)
    .join('')}${end}`
}

const renaming = (world: World, task: Task, item: Item, name: string): readonly Change[] => {
  const version = item.version + 1
  const set = { name, nameKey: foldName(name), version, metadataVersion: item.metadataVersion + 1 }
  const message = describeUpdate(item, { ...item, ...set })
  const user = { name: userNameOf(task) }
  return [
    write('item', item, set, { deletedAt: null }),
    ...tellOfChange(world, { user }, { itemId: item.id, version, message }),
    adjust('library', item.libraryId, movesVersion(world)),
  ]
}
