import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { write } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { loadLibrary } from './load-library.ts'

/** Ends the maintenance of a library: everything is as it was before, and goes on. */
export const exitMaintenance = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'library.exit_maintenance'>,
): Promise<Result<'library.exit_maintenance'>> => {
  await change(world, async () => {
    const library = await loadLibrary(world, library_id)
    authorize(caller, contract.library.exit_maintenance, library.id)
    if (library.state !== 'MAINTENANCE') {
      throw accessionError('accession.library.maintenance_not_entered', [library.id])
    }
    const set = { state: 'ACTIVE', stateMessage: null } as const
    return { changes: [write('library', library, set, { deletedAt: null })], result: undefined }
  })
  const fields = { library: library_id, user: caller.user.name }
  world.log.audit('library.exit_maintenance', fields)
}
