import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { loadLibrary } from '../libraries/load-library.ts'
import type { World } from '../world.ts'
import { unpublishedError } from './unpublished-error.ts'

/** Refuses to publish to subscriptions: no library is published yet, so none has any. */
export const publishLibrary = async (
  world: World,
  caller: Caller,
  { library_id }: Input<'localLibrary.publish'>,
): Promise<Result<'localLibrary.publish'>> => {
  const library = await loadLibrary(world, library_id)
  authorize(caller, contract.localLibrary.publish, library.id)
  throw unpublishedError(library)
}
