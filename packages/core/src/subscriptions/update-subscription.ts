import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { loadLibrary } from '../libraries/load-library.ts'
import type { World } from '../world.ts'
import { unpublishedError } from './unpublished-error.ts'

/** Refuses to change a subscription: no library is published yet, so none has any. */
export const updateSubscription = async (
  world: World,
  caller: Caller,
  input: Input<'subscriptions.update'>,
): Promise<Result<'subscriptions.update'>> => {
  const library = await loadLibrary(world, input.library)
  authorize(caller, contract.subscriptions.update, library.id)
  throw unpublishedError(library)
}
