import { operation, service } from './operation.ts'
import { onSystem } from './privilege.ts'
import {
  boolean,
  enumeration,
  integer,
  list,
  map,
  nothing,
  optional,
  string,
  structure,
} from './types.ts'
import type { Infer, Usage } from './types.ts'

/** A way in which the values of a setting are bounded. */
export const configurationConstraintType = enumeration(
  'com.vmware.content.configuration_setting.constraint_type',
  ['ENUMERATION', 'MIN_INCLUSIVE', 'MAX_INCLUSIVE', 'MIN_EXCLUSIVE', 'MAX_EXCLUSIVE'],
)
export type ConfigurationConstraintType = Infer<typeof configurationConstraintType>

/** What is known of a setting besides its value. */
export const configurationSetting = structure('com.vmware.content.configuration_setting', {
  name: string,
  reboot_required: boolean,
  /** One constraint each; of several ENUMERATIONs one must be met. */
  constraints: list(map(configurationConstraintType, string)),
})
export type ConfigurationSetting = Infer<typeof configurationSetting>

const usage: Usage = { create: 'unused', get: 'always', update: 'optional' }
const setting = optional(configurationSetting, usage)

/** The settings of the content library; each comes with what is known of it. */
export const configurationModel = structure('com.vmware.content.configuration_model', {
  /** Whether subscribed libraries are synchronized by themselves. */
  automatic_sync_enabled: optional(boolean, usage),
  automatic_sync_enabled_setting: setting,
  /** The hour from which they are. */
  automatic_sync_start_hour: optional(integer, usage),
  automatic_sync_start_hour_setting: setting,
  /** The hour from which no synchronization begins any more. */
  automatic_sync_stop_hour: optional(integer, usage),
  automatic_sync_stop_hour_setting: setting,
  /** Minutes between two of them. */
  automatic_sync_refresh_interval: optional(integer, usage),
  automatic_sync_refresh_interval_setting: setting,
  /** Seconds from a change of these settings until it is taken up. */
  automatic_sync_setting_refresh_interval: optional(integer, usage),
  automatic_sync_setting_refresh_interval_setting: setting,
  /** Items that are synchronized at once. */
  maximum_concurrent_item_syncs: optional(integer, usage),
  maximum_concurrent_item_syncs_setting: setting,
  /** Mbit/s of all transfers together; 0 is unlimited. */
  transfer_throttling_bandwidth_total: optional(integer, usage),
  transfer_throttling_bandwidth_total_setting: setting,
  /** Transfers of files at once, but for priority files; 0 is unlimited. */
  transfer_threads_pool_size: optional(integer, usage),
  transfer_threads_pool_size_setting: setting,
  /** Transfers of priority files at once: OVF descriptors; 0 is unlimited. */
  priority_transfer_threads_pool_size: optional(integer, usage),
  priority_transfer_threads_pool_size_setting: setting,
  /** Transfers to one host at once, by a protocol of hypervisors. */
  transfer_nfc_max_concurrent_transfers_per_host: optional(integer, usage),
  transfer_nfc_max_concurrent_transfers_per_host_setting: setting,
})
export type ConfigurationModel = Infer<typeof configurationModel>

const path = '/api/content/configuration'

/** The settings that hold for all libraries. */
export const configurationService = service('configuration', 'com.vmware.content.configuration', {
  get: operation({
    params: {},
    result: configurationModel,
    errors: [],
    privileges: [onSystem('ContentLibrary.GetConfiguration')],
    api: { method: 'GET', path },
  }),
  update: operation({
    params: { model: configurationModel },
    result: nothing,
    errors: ['INVALID_ARGUMENT'],
    privileges: [onSystem('ContentLibrary.UpdateConfiguration')],
    api: { method: 'PATCH', path, body: 'model' },
  }),
})
