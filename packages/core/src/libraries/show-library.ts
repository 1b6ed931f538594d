import type { Caller } from '../access/caller.ts'
import type { LibraryModel, StateInfo } from '../contract/library-model.ts'
import { readMessage } from '../messages/stored-message.ts'
import { wireTime } from '../names/wire-time.ts'
import type { Library, LibrarySource } from '../ports/entities.ts'
import { showPublication } from '../publishing/show-publication.ts'
import { showSubscriptionInfo } from '../subscriptions/show-subscription-info.ts'
import { showStorageBacking } from './storage-backing.ts'

/** In use there is something to say where the library could not be synchronized. */
const showState = ({ state, stateMessage }: Library, source?: LibrarySource): StateInfo => {
  const message = stateMessage ?? source?.lastError
  return { state, ...(message && { message: readMessage(message).default_message }) }
}

/** A library as it is read; a subscribed one with what it follows. */
export const showLibrary = (
  library: Library,
  caller: Pick<Caller, 'origin'>,
  source?: LibrarySource,
): LibraryModel => {
  const { applyLibraryUsageToItems, optimizeRemotePublishing, serverGuid, securityPolicyId } =
    library.options
  return {
    id: library.id,
    name: library.name,
    description: library.description,
    type: library.type,
    version: String(library.version),
    creation_time: wireTime(library.createdAt),
    last_modified_time: wireTime(library.modifiedAt),
    storage_backings: library.storageBackings.map(showStorageBacking),
    publish_info: showPublication(library, caller),
    optimization_info: { optimize_remote_publishing: optimizeRemotePublishing ?? false },
    configuration_info: { apply_library_usage_to_items: applyLibraryUsageToItems ?? false },
    state_info: showState(library, source),
    ...(source && { subscription_info: showSubscriptionInfo(source, caller) }),
    ...(source?.lastSyncAt != null && { last_sync_time: wireTime(source.lastSyncAt) }),
    server_guid: serverGuid ?? library.id,
    ...(securityPolicyId === undefined ? {} : { security_policy_id: securityPolicyId }),
  }
}
