import { fromServer, fromServerIfKnown, identifier } from './field-usage.ts'
import { publishInfo } from './publish-info.ts'
import { storageBacking } from './storage-backing.ts'
import { subscriptionInfo } from './subscription-info.ts'
import { boolean, dateTime, enumeration, id, list, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** Whether a library's items are made here or follow a published library. */
export const libraryType = enumeration('com.vmware.content.library_model.library_type', [
  'LOCAL',
  'SUBSCRIBED',
])
export type LibraryType = Infer<typeof libraryType>

/** Whether a library is in use or in maintenance. */
export const libraryState = enumeration('com.vmware.content.library.state_info.state', [
  'ACTIVE',
  'MAINTENANCE',
])
export type LibraryState = Infer<typeof libraryState>

/** The state of a library, and why it is in it. */
export const stateInfo = structure('com.vmware.content.library.state_info', {
  state: optional(libraryState, fromServer),
  message: optional(string),
})
export type StateInfo = Infer<typeof stateInfo>

/** Whether a library is meant mainly for remote subscribers; chosen once, at its creation. */
export const optimizationInfo = structure('com.vmware.content.library.optimization_info', {
  optimize_remote_publishing: optional(boolean, { create: 'optional', update: 'unused' }),
})
export type OptimizationInfo = Infer<typeof optimizationInfo>

/** Whether a declared use of the library also guards its items from deletion. */
export const configurationInfo = structure('com.vmware.content.library.configuration_info', {
  apply_library_usage_to_items: optional(boolean, {
    create: 'optional',
    get: 'always',
    update: 'optional',
  }),
})
export type ConfigurationInfo = Infer<typeof configurationInfo>

/** A library; `version` in an update asks that nobody changed it since. */
export const libraryModel = structure(
  'com.vmware.content.library_model',
  {
    id: optional(id, identifier),
    /** 1 to 80 characters, not necessarily unique. */
    name: optional(string, { create: 'required', get: 'always', update: 'optional' }),
    /** At most 2,000 characters. */
    description: optional(string, { create: 'optional', get: 'always', update: 'optional' }),
    type: optional(libraryType, fromServer),
    version: optional(string, { create: 'unused', get: 'always', update: 'optional' }),
    creation_time: optional(dateTime, fromServer),
    last_modified_time: optional(dateTime, fromServer),
    last_sync_time: optional(dateTime, fromServerIfKnown),
    /** Exactly one. */
    storage_backings: optional(list(storageBacking), {
      create: 'required',
      get: 'always',
      update: 'unused',
    }),
    publish_info: optional(publishInfo),
    subscription_info: optional(subscriptionInfo),
    optimization_info: optional(optimizationInfo, {
      create: 'optional',
      get: 'optional',
      update: 'optional',
    }),
    configuration_info: optional(configurationInfo, {
      create: 'optional',
      get: 'always',
      update: 'optional',
    }),
    state_info: optional(stateInfo, fromServer),
    server_guid: optional(id, { create: 'optional', get: 'always', update: 'unused' }),
    security_policy_id: optional(id),
    unset_security_policy_id: optional(boolean),
  },
  { modelKeys: ['id'] },
)
export type LibraryModel = Infer<typeof libraryModel>
