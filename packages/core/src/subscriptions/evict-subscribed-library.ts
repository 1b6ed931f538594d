import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { storedText } from '../messages/stored-message.ts'
import { check, insert } from '../ports/changes.ts'
import { newTask } from '../tasks/new-task.ts'
import type { World } from '../world.ts'
import { firstEvictCheckpoint } from './evicting/library-evict.ts'
import { libraryEvictKind } from './evicting/library-evict-kind.ts'
import { loadSource } from './load-source.ts'
import { loadSubscribedLibrary } from './load-subscribed-library.ts'

const operation = contract.subscribedLibrary.evict

/**
 * Begins to drop the files of a library that fetches them on demand, as a task; while that is going
 * on it has no effect.
 */
export const evictSubscribedLibrary = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'subscribedLibrary.evict'>,
): Promise<Result<'subscribedLibrary.evict'>> => {
  const isBegun = await change(world, async () => {
    const library = await loadSubscribedLibrary(world, caller, operation, library_id)
    refuseInMaintenance(library, operation)
    const { isOnDemand } = await loadSource(world, library.id)
    if (!isOnDemand)
      throw accessionError('accession.subscription.library_not_on_demand', [library.id])
    const where = { kind: libraryEvictKind, subject: library.id, endedAt: null }
    if ((await world.store.ids('task', { where, limit: 1 })).length > 0)
      return { changes: [], result: false }
    const task = newTask(world, caller, {
      kind: libraryEvictKind,
      subject: library.id,
      operation,
      description: storedText('accession.task.library_evict', [library.name]),
      target: { type: 'com.vmware.content.Library', id: library.id },
      libraryId: library.id,
      isCancelable: true,
      checkpoint: firstEvictCheckpoint,
    })
    return {
      changes: [check('library', library.id, { deletedAt: null }), insert('task', task)],
      result: true,
    }
  })
  if (!isBegun) return
  world.log.audit('library.evict', { library: library_id, user: caller.user.name })
  world.runTasksSoon()
}
