import type { Caller } from '../access/caller.ts'
import type { LibraryModel, StateInfo } from '../contract/library-model.ts'
import { readMessage } from '../messages/stored-message.ts'
import { wireTime } from '../names/wire-time.ts'
import type { Library } from '../ports/entities.ts'
import { showPublication } from '../publishing/show-publication.ts'
import { showStorageBacking } from './storage-backing.ts'

const showState = ({ state, stateMessage }: Library): StateInfo => ({
  state,
  ...(stateMessage && { message: readMessage(stateMessage).default_message }),
})

/** A library as it is read. */
export const showLibrary = (library: Library, caller: Pick<Caller, 'origin'>): LibraryModel => {
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
    state_info: showState(library),
    server_guid: serverGuid ?? library.id,
    ...(securityPolicyId === undefined ? {} : { security_policy_id: securityPolicyId }),
  }
}
