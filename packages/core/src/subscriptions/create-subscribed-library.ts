import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { answerOnce } from '../client-tokens/answer-once.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { LibraryModel } from '../contract/library-model.ts'
import { accessionError } from '../errors/accession-error.ts'
import { takeLibraryOptions } from '../libraries/library-options.ts'
import { takeStorageBackings } from '../libraries/storage-backing.ts'
import { checkDescription, checkName } from '../names/check-name.ts'
import type { World } from '../world.ts'
import { faultIn } from './subscription-info.ts'

const operation = contract.subscribedLibrary.create

/** Refuses what could be no subscribed library, then any: none is followed yet. */
export const createSubscribedLibrary = async (
  world: World,
  caller: Caller,
  { client_token, create_spec }: Input<'subscribedLibrary.create'>,
): Promise<Result<'subscribedLibrary.create'>> => {
  authorize(caller, operation, null)
  checkSpec(create_spec)
  return answerOnce(world, caller, operation, client_token, create_spec, async () => {
    throw accessionError('accession.subscription.not_served', [])
  })
}

const checkSpec = (spec: LibraryModel): void => {
  checkName('library', spec.name ?? '')
  checkDescription('library', spec.description ?? '')
  takeStorageBackings(spec.storage_backings)
  takeLibraryOptions(spec)
  if (spec.publish_info?.published === true) {
    throw accessionError('accession.subscription.subscriber_publishes', [])
  }
  if (!spec.subscription_info) throw accessionError('accession.subscription.info_missing', [])
  const fault = faultIn(spec.subscription_info)
  if (fault) throw accessionError(fault, [])
}
