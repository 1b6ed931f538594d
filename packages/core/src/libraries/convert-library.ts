import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { World } from '../world.ts'
import { loadLibrary } from './load-library.ts'
import { refuseInMaintenance } from './maintenance.ts'

const operation = contract.library.convert

/**
 * Makes a subscribed library a local, published one. That is not served yet, so a subscribed library is
 * refused like one that is not synchronized.
 */
export const convertLibrary = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'library.convert'>,
): Promise<Result<'library.convert'>> => {
  const library = await loadLibrary(world, library_id)
  authorize(caller, operation, library.id)
  if (library.type !== 'SUBSCRIBED') {
    throw accessionError('accession.library.not_subscribed', [library.id])
  }
  refuseInMaintenance(library, operation)
  throw accessionError('accession.library.conversion_not_served', [library.id])
}
