import { storageBacking } from './storage-backing.ts'
import { boolean, enumeration, id, integer, list, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

const prefix = 'com.vmware.content.library.subscriptions'

/** Whether the subscribed library is on the publisher's own vCenter or on another one. */
export const subscriptionLocation = enumeration(`${prefix}.location`, ['LOCAL', 'REMOTE'])
export type SubscriptionLocation = Infer<typeof subscriptionLocation>

/** Whether a subscription makes its subscribed library or takes one that is there. */
export const subscriptionTarget = enumeration(`${prefix}.create_spec_subscribed_library.target`, [
  'CREATE_NEW',
  'USE_EXISTING',
])
export type SubscriptionTarget = Infer<typeof subscriptionTarget>

const placementFields = {
  cluster: optional(id),
  folder: optional(id),
  host: optional(id),
  network: optional(id),
  resource_pool: optional(id),
}

/** Where virtual machine templates of the subscribed library are to go. */
export const subscriptionCreatePlacement = structure(
  `${prefix}.create_spec_placement`,
  placementFields,
)
export type SubscriptionCreatePlacement = Infer<typeof subscriptionCreatePlacement>

/** The vCenter of a subscribed library that is to be. */
export const subscriptionCreateVcenter = structure(`${prefix}.create_spec_vcenter`, {
  hostname: string,
  /** 443 where it is not given. */
  https_port: optional(integer),
})
export type SubscriptionCreateVcenter = Infer<typeof subscriptionCreateVcenter>

/** The subscribed library that a subscription makes. */
export const newSubscribedLibrary = structure(`${prefix}.create_spec_new_subscribed_library`, {
  name: string,
  description: optional(string),
  /** Exactly one. */
  storage_backings: list(storageBacking),
  automatic_sync_enabled: boolean,
  on_demand: boolean,
})
export type NewSubscribedLibrary = Infer<typeof newSubscribedLibrary>

/** The subscribed library of a new subscription. */
export const subscriptionLibrarySpec = structure(
  `${prefix}.create_spec_subscribed_library`,
  {
    target: subscriptionTarget,
    new_subscribed_library: optional(newSubscribedLibrary),
    subscribed_library: optional(id),
    location: subscriptionLocation,
    vcenter: optional(subscriptionCreateVcenter),
    placement: optional(subscriptionCreatePlacement),
  },
  {
    unions: {
      target: {
        CREATE_NEW: { new_subscribed_library: 'required' },
        USE_EXISTING: { subscribed_library: 'required' },
      },
      location: { LOCAL: {}, REMOTE: { vcenter: 'required' } },
    },
  },
)
export type SubscriptionLibrarySpec = Infer<typeof subscriptionLibrarySpec>

/** A new subscription. */
export const subscriptionCreateSpec = structure(`${prefix}.create_spec`, {
  subscribed_library: subscriptionLibrarySpec,
})
export type SubscriptionCreateSpec = Infer<typeof subscriptionCreateSpec>

/** Where virtual machine templates go from now on; replaces what was set before as a whole. */
export const subscriptionUpdatePlacement = structure(
  `${prefix}.update_spec_placement`,
  placementFields,
)
export type SubscriptionUpdatePlacement = Infer<typeof subscriptionUpdatePlacement>

/** Where the vCenter of a subscribed library is found from now on. */
export const subscriptionUpdateVcenter = structure(`${prefix}.update_spec_vcenter`, {
  hostname: optional(string),
  https_port: optional(integer),
})
export type SubscriptionUpdateVcenter = Infer<typeof subscriptionUpdateVcenter>

/** What changes in a subscription; what is left out stays. */
export const subscriptionUpdateSpec = structure(`${prefix}.update_spec`, {
  subscribed_library_vcenter: optional(subscriptionUpdateVcenter),
  subscribed_library_placement: optional(subscriptionUpdatePlacement),
})
export type SubscriptionUpdateSpec = Infer<typeof subscriptionUpdateSpec>

/** Where virtual machine templates of a subscribed library go. */
export const subscriptionPlacement = structure(`${prefix}.placement_info`, placementFields)
export type SubscriptionPlacement = Infer<typeof subscriptionPlacement>

/** The vCenter of a subscribed library. */
export const subscriptionVcenter = structure(`${prefix}.vcenter_info`, {
  hostname: string,
  https_port: optional(integer),
  server_guid: string,
})
export type SubscriptionVcenter = Infer<typeof subscriptionVcenter>

/** A subscription as it is read. */
export const subscriptionModel = structure(
  `${prefix}.info`,
  {
    subscribed_library: id,
    subscribed_library_name: string,
    subscribed_library_location: subscriptionLocation,
    subscribed_library_vcenter: optional(subscriptionVcenter),
    subscribed_library_placement: subscriptionPlacement,
  },
  {
    unions: {
      subscribed_library_location: {
        LOCAL: {},
        REMOTE: { subscribed_library_vcenter: 'required' },
      },
    },
  },
)
export type SubscriptionModel = Infer<typeof subscriptionModel>

/** A subscription as it is listed. */
export const subscriptionSummary = structure(`${prefix}.summary`, {
  subscription: id,
  subscribed_library: id,
  subscribed_library_name: string,
  subscribed_library_vcenter_hostname: optional(string),
})
export type SubscriptionSummary = Infer<typeof subscriptionSummary>
