import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { storedMessage } from '../messages/stored-message.ts'
import { wireTime } from '../names/wire-time.ts'
import { write } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { loadLibrary } from './load-library.ts'
import { whileInUse } from './maintenance.ts'

/**
 * Puts a library in maintenance: from then on nothing in it changes. Sessions stay as they are;
 * what is being transferred, on whatever node, ends within a second and cannot be finished before.
 */
export const enterMaintenance = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'library.enter_maintenance'>,
): Promise<Result<'library.enter_maintenance'>> => {
  await change(world, async () => {
    const library = await loadLibrary(world, library_id)
    authorize(caller, contract.library.enter_maintenance, library.id)
    if (library.state !== 'ACTIVE') {
      throw accessionError('accession.library.maintenance_entered', [library.id])
    }
    const since = [caller.user.name, wireTime(world.clock.now())] as const
    const stateMessage = storedMessage('accession.library.maintenance_since', since)
    const set = { state: 'MAINTENANCE', stateMessage } as const
    return { changes: [write('library', library, set, whileInUse)], result: undefined }
  })
  const fields = { library: library_id, user: caller.user.name }
  world.log.audit('library.enter_maintenance', fields)
}
