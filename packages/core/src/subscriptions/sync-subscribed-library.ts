import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { check, write } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { loadSource } from './load-source.ts'
import { loadSubscribedLibrary } from './load-subscribed-library.ts'
import { beginLibrarySync, findLiveSync } from './synchronizing/begin-library-sync.ts'

const operation = contract.subscribedLibrary.sync

/** Begins to synchronize a library, as a task; while that is going on it has no effect. */
export const syncSubscribedLibrary = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'subscribedLibrary.sync'>,
): Promise<Result<'subscribedLibrary.sync'>> => {
  const isBegun = await change(world, async () => {
    const library = await loadSubscribedLibrary(world, caller, operation, library_id)
    refuseInMaintenance(library, operation)
    const [source, live] = await Promise.all([
      loadSource(world, library.id),
      findLiveSync(world, library.id),
    ])
    if (live) return { changes: [], result: false }
    return {
      changes: [
        check('library', library.id, { deletedAt: null }),
        write('librarySource', source, { begunAt: world.clock.now() }),
        beginLibrarySync(world, caller, library),
      ],
      result: true,
    }
  })
  if (!isBegun) return
  world.log.audit('library.sync', { library: library_id, user: caller.user.name })
  world.runTasksSoon()
}
