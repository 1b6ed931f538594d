import type { LibraryModel } from '../contract/library-model.ts'
import { accessionError } from '../errors/accession-error.ts'
import { checkEchoedText } from '../names/check-echoed-text.ts'
import type { LibraryOptions } from '../ports/entities.ts'
import { checkSecurityPolicy } from '../security-policies/security-policies.ts'

/** The options of a new library as its specification asks. */
export const takeLibraryOptions = (spec: LibraryModel): LibraryOptions => {
  checkEchoedText('server_guid', spec.server_guid)
  const optimizeRemotePublishing = spec.optimization_info?.optimize_remote_publishing
  return changeLibraryOptions(
    {
      ...(spec.server_guid === undefined ? {} : { serverGuid: spec.server_guid }),
      ...(optimizeRemotePublishing === undefined ? {} : { optimizeRemotePublishing }),
    },
    spec,
  )
}

/** The options of a library once an update has changed those that may change. */
export const changeLibraryOptions = (
  options: LibraryOptions,
  spec: LibraryModel,
): LibraryOptions => {
  // What is unset is not looked at, as the reference has it.
  const policy = spec.unset_security_policy_id === true ? undefined : spec.security_policy_id
  checkSecurityPolicy(policy)
  const applyLibraryUsageToItems = spec.configuration_info?.apply_library_usage_to_items
  const { securityPolicyId: before, ...others } = options
  const kept = spec.unset_security_policy_id === true ? undefined : before
  const securityPolicyId = policy ?? kept
  return {
    ...others,
    ...(applyLibraryUsageToItems === undefined ? {} : { applyLibraryUsageToItems }),
    ...(securityPolicyId === undefined ? {} : { securityPolicyId }),
  }
}

/** Refuses what only other kinds of libraries take. */
export const refuseSubscription = (spec: LibraryModel): void => {
  if (spec.subscription_info) throw accessionError('accession.library.subscription_unexpected', [])
}
