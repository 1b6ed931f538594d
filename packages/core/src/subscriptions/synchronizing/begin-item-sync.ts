import type { Identity } from '../../access/caller.ts'
import { contract } from '../../contract/contract.ts'
import type { AnyOperation } from '../../contract/contract.ts'
import { storedText } from '../../messages/stored-message.ts'
import { insert } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { Item, Task } from '../../ports/entities.ts'
import { newTask } from '../../tasks/new-task.ts'
import type { World } from '../../world.ts'
import type { FetchingFiles } from './fetching-files.ts'
import { itemSyncKind } from './item-sync-kind.ts'

/** What the synchronization of an item goes by. */
export interface ItemSyncCheckpoint extends FetchingFiles {
  /** The bytes of its files too. */
  readonly wantsContent: boolean
}

/** One that fetches bytes does not wait for one that does not. */
const subjectOf = (itemId: string, { wantsContent }: ItemSyncCheckpoint): string =>
  wantsContent ? itemId : `metadata ${itemId}`

/** The synchronization of an item that is going on, if one is. */
export const findLiveItemSync = async (
  { store }: Pick<World, 'store'>,
  itemId: string,
  checkpoint: ItemSyncCheckpoint,
): Promise<Task | undefined> => {
  const where = { kind: itemSyncKind, subject: subjectOf(itemId, checkpoint), endedAt: null }
  return (await store.find('task', { where, limit: 1 }))[0]
}

/** What begins to synchronize an item; meets a taken key where that is going on already. */
export const beginItemSync = (
  world: World,
  caller: Pick<Identity, 'user'>,
  { id, name, libraryId }: Pick<Item, 'id' | 'name' | 'libraryId'>,
  checkpoint: ItemSyncCheckpoint,
  operation: Pick<AnyOperation, 'service' | 'id'> = contract.subscribedItem.sync,
): Change =>
  insert(
    'task',
    newTask(world, caller, {
      kind: itemSyncKind,
      subject: subjectOf(id, checkpoint),
      operation,
      description: storedText('accession.task.item_sync', [name]),
      target: { type: 'com.vmware.content.library.Item', id },
      libraryId,
      isCancelable: true,
      checkpoint,
    }),
  )
