import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { AnyOperation } from '../contract/contract.ts'
import { write } from '../ports/changes.ts'
import { refuseUsed } from '../usages/refuse-used.ts'
import type { World } from '../world.ts'
import type { loadLibraryFor } from './load-library.ts'
import { refuseInMaintenance } from './maintenance.ts'

/** What tells the ways to delete a library apart. */
export interface LibraryDeletion {
  readonly operation: Pick<AnyOperation, 'privileges' | 'errors'>
  /** Finds the library for a caller who may delete it, or throws what the operation declares. */
  readonly load: typeof loadLibraryFor
  /** Whether it is deleted even while it is in use. */
  readonly isForced: boolean
}

/**
 * Deletes a library with all that is below it: unreachable at once, whatever its size; the sweep
 * takes the rows and bytes away, and ends what runs below. Relies on nobody using it, unless forced;
 * a library in maintenance stays.
 */
export const markLibraryDeleted = async (
  world: World,
  caller: Caller,
  id: string,
  { operation, load, isForced }: LibraryDeletion,
): Promise<void> => {
  const { usageCount } = await change(world, async () => {
    const library = await load(world, caller, operation, id)
    refuseInMaintenance(library, operation)
    if (!isForced) await refuseUsed(world, library, 'accession.library.in_use')
    const set = { deletedAt: world.clock.now() }
    const where = { deletedAt: null, ...(isForced ? {} : { usageCount: 0 }) }
    return { changes: [write('library', library, set, where)], result: library }
  })
  world.sweepSoon()
  const fields = { library: id, user: caller.user.name }
  world.log.audit('library.delete', usageCount === 0 ? fields : { ...fields, usages: usageCount })
}
