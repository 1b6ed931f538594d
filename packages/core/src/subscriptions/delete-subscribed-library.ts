import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { write } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { loadSubscribedLibrary } from './load-subscribed-library.ts'

const operation = contract.subscribedLibrary.delete

/**
 * Deletes a subscribed library with all that is below it: unreachable at once, whatever its size; the
 * sweep takes the rows and bytes away.
 */
export const deleteSubscribedLibrary = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'subscribedLibrary.delete'>,
): Promise<Result<'subscribedLibrary.delete'>> => {
  await change(world, async () => {
    const library = await loadSubscribedLibrary(world, caller, operation, library_id)
    const set = { deletedAt: world.clock.now() }
    return { changes: [write('library', library, set, { deletedAt: null })], result: undefined }
  })
  world.sweepSoon()
  world.log.audit('library.delete', { library: library_id, user: caller.user.name })
}
