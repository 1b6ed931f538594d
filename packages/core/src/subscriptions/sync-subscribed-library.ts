import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { World } from '../world.ts'
import { loadSubscribedLibrary } from './load-subscribed-library.ts'

const operation = contract.subscribedLibrary.sync

/** Refuses to synchronize: nothing is fetched from publishers yet. */
export const syncSubscribedLibrary = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'subscribedLibrary.sync'>,
): Promise<Result<'subscribedLibrary.sync'>> => {
  const library = await loadSubscribedLibrary(world, caller, operation, library_id)
  throw accessionError('accession.subscription.library_not_fetched', [library.id])
}
