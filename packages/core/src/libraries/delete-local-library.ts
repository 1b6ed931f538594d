import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { write } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { loadLocalLibrary } from './load-library.ts'

/**
 * Deletes a library with all that is below it: unreachable at once, whatever its size; the sweep
 * takes the rows and bytes away, and ends what runs below.
 */
export const deleteLocalLibrary = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'localLibrary.delete'>,
): Promise<Result<'localLibrary.delete'>> => {
  await change(world, async () => {
    const library = await loadLocalLibrary(world, library_id)
    authorize(caller, contract.localLibrary.delete, library.id)
    const set = { deletedAt: world.clock.now() }
    return { changes: [write('library', library, set, { deletedAt: null })], result: undefined }
  })
  world.sweepSoon()
  world.log.audit('library.delete', { library: library_id, user: caller.user.name })
}
