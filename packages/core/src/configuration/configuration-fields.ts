import type { ConfigurationModel } from '../contract/configuration.ts'

/** The values of the configuration, by their names on the wire. */
export type Configuration = {
  readonly [
    Name in keyof ConfigurationModel as Name extends `${string}_setting` ? never : Name
  ]-?: NonNullable<ConfigurationModel[Name]>
}

export type ConfigurationName = keyof Configuration

/** A switch, or a number within bounds; both of them may be taken. */
export type ConfigurationField =
  | { readonly kind: 'switch'; readonly preset: boolean }
  | { readonly kind: 'number'; readonly preset: number; readonly min: number; readonly max: number }

const number = (preset: number, min: number, max: number): ConfigurationField => ({
  kind: 'number',
  preset,
  min,
  max,
})

/**
 * Every setting, with its value where nobody changed it: those of the reference, but for the sizes of
 * the two pools, which bound nothing until somebody says so.
 */
export const configurationFields: Readonly<Record<ConfigurationName, ConfigurationField>> = {
  automatic_sync_enabled: { kind: 'switch', preset: true },
  automatic_sync_start_hour: number(20, 0, 23),
  automatic_sync_stop_hour: number(7, 0, 23),
  automatic_sync_refresh_interval: number(240, 1, 10_080),
  automatic_sync_setting_refresh_interval: number(600, 1, 86_400),
  maximum_concurrent_item_syncs: number(5, 1, 1_000),
  transfer_throttling_bandwidth_total: number(0, 0, 1_000_000),
  transfer_threads_pool_size: number(0, 0, 10_000),
  priority_transfer_threads_pool_size: number(0, 0, 10_000),
  transfer_nfc_max_concurrent_transfers_per_host: number(8, 1, 1_000),
}

/** The names of the settings. */
export const configurationNames = Object.keys(configurationFields) as readonly ConfigurationName[]

/** Whether a value is one that a setting can have. */
export const isConfigurationValue = (name: ConfigurationName, value: unknown): boolean => {
  const field = configurationFields[name]
  if (field.kind === 'switch') return typeof value === 'boolean'
  return Number.isInteger(value) && field.min <= Number(value) && Number(value) <= field.max
}
