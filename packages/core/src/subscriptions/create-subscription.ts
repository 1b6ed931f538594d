import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { answerOnce } from '../client-tokens/answer-once.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { loadLibrary } from '../libraries/load-library.ts'
import type { World } from '../world.ts'
import { unpublishedError } from './unpublished-error.ts'

const operation = contract.subscriptions.create

/** Refuses to subscribe to a library: none is published yet. */
export const createSubscription = (
  world: World,
  caller: Caller,
  { client_token, library: libraryId, spec }: Input<'subscriptions.create'>,
): Promise<Result<'subscriptions.create'>> =>
  answerOnce(world, caller, operation, client_token, { libraryId, spec }, async () => {
    const library = await loadLibrary(world, libraryId)
    authorize(caller, operation, library.id)
    throw unpublishedError(library)
  })
