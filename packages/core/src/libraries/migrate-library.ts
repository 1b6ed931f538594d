import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { defaultPlaceName } from '../blob-places/named-blobs.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { storedText } from '../messages/stored-message.ts'
import { insert, write } from '../ports/changes.ts'
import type { StorageBacking, Task } from '../ports/entities.ts'
import { newTask } from '../tasks/new-task.ts'
import type { World } from '../world.ts'
import { loadLibrary } from './load-library.ts'
import { awaitMove } from './moving/await-move.ts'
import { firstCheckpoint } from './moving/move-checkpoint.ts'
import { libraryMoveKind } from './moving/library-move.ts'
import { takeStorageBackings } from './storage-backing.ts'

/**
 * Moves the bytes of a library to the place that the backing's `datastore_id` names, while it stays
 * in use: new bytes go there from now on, the others follow as a task. Answers when all are there,
 * or after `limits.migrateAwaitedMs`: then the task goes on.
 */
export const migrateLibrary = async (
  world: World,
  caller: Caller,
  { library_id, migrate_spec }: Input<'library.migrate'>,
): Promise<Result<'library.migrate'>> => {
  const task = await change(world, async () => {
    const library = await loadLibrary(world, library_id)
    authorize(caller, contract.library.migrate, library.id)
    const backing = backingOf(world, migrate_spec)
    const to = placeOf(world, backing)
    const live = await findLiveMove(world, library.id)
    if (live) throw accessionError('accession.library.migrating', [library.id, live.id])
    if (library.place === to && !library.isScattered)
      throw accessionError('accession.library.place_already', [library.id, to ?? defaultPlaceName])
    const begun = newTask(world, caller, {
      kind: libraryMoveKind,
      subject: library.id,
      operation: contract.library.migrate,
      description: storedText('accession.task.library_migrate', [
        library.name,
        to ?? defaultPlaceName,
      ]),
      target: { type: 'com.vmware.content.Library', id: library.id },
      libraryId: library.id,
      isCancelable: true,
      checkpoint: firstCheckpoint({ from: library.place, to, backing }),
    })
    const moving = { place: to, isScattered: true }
    return {
      changes: [write('library', library, moving, { deletedAt: null }), insert('task', begun)],
      result: begun,
    }
  })
  world.log.audit('library.migrate', {
    library: library_id,
    task: task.id,
    user: caller.user.name,
  })
  world.runTasksSoon()
  await awaitMove(world, task.id)
}

const backingOf = (
  world: World,
  { storage_backings }: Input<'library.migrate'>['migrate_spec'],
): StorageBacking => {
  if (!world.namedBlobs || world.namedBlobs.size === 0)
    throw accessionError('accession.library.migrate_not_served', [])
  const [backing] = takeStorageBackings(storage_backings)
  if (!backing) throw accessionError('accession.library.storage_backing_missing', [])
  return backing
}

const placeOf = ({ namedBlobs = new Map() }: World, { datastoreId }: StorageBacking) => {
  if (datastoreId === defaultPlaceName) return null
  if (datastoreId !== null && namedBlobs.has(datastoreId)) return datastoreId
  const known = [defaultPlaceName, ...namedBlobs.keys()].join(', ')
  throw accessionError('accession.library.place_unknown', [known])
}

const findLiveMove = async ({ store }: World, libraryId: string): Promise<Task | undefined> => {
  const where = { kind: libraryMoveKind, subject: libraryId, endedAt: null }
  return (await store.find('task', { where, limit: 1 }))[0]
}
