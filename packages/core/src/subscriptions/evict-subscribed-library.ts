import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { World } from '../world.ts'
import { loadSubscribedLibrary } from './load-subscribed-library.ts'

const operation = contract.subscribedLibrary.evict

/** Refuses to drop the files of a library: none fetches files on demand yet. */
export const evictSubscribedLibrary = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'subscribedLibrary.evict'>,
): Promise<Result<'subscribedLibrary.evict'>> => {
  const library = await loadSubscribedLibrary(world, caller, operation, library_id)
  throw accessionError('accession.subscription.library_not_on_demand', [library.id])
}
