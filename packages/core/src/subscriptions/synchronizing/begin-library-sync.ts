import type { Identity } from '../../access/caller.ts'
import { contract } from '../../contract/contract.ts'
import type { AnyOperation } from '../../contract/contract.ts'
import { storedText } from '../../messages/stored-message.ts'
import { insert } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { Library, Task } from '../../ports/entities.ts'
import { newTask } from '../../tasks/new-task.ts'
import type { World } from '../../world.ts'
import { librarySyncKind } from './library-sync-kind.ts'
import { firstSyncCheckpoint } from './sync-checkpoint.ts'

/** The synchronization of a library that is going on, if one is. */
export const findLiveSync = async (
  { store }: Pick<World, 'store'>,
  libraryId: string,
): Promise<Task | undefined> => {
  const where = { kind: librarySyncKind, subject: libraryId, endedAt: null }
  return (await store.find('task', { where, limit: 1 }))[0]
}

/** What begins to synchronize a library; meets a taken key where that is going on already. */
export const beginLibrarySync = (
  world: World,
  caller: Pick<Identity, 'user'>,
  { id, name }: Pick<Library, 'id' | 'name'>,
  operation: Pick<AnyOperation, 'service' | 'id'> = contract.subscribedLibrary.sync,
): Change =>
  insert(
    'task',
    newTask(world, caller, {
      kind: librarySyncKind,
      subject: id,
      operation,
      description: storedText('accession.task.library_sync', [name]),
      target: { type: 'com.vmware.content.Library', id },
      libraryId: id,
      isCancelable: true,
      checkpoint: firstSyncCheckpoint,
    }),
  )
