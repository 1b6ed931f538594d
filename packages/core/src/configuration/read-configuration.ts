import type { Setting } from '../ports/entities.ts'
import type { World } from '../world.ts'
import {
  configurationFields,
  configurationNames,
  isConfigurationValue,
} from './configuration-fields.ts'
import type { Configuration } from './configuration-fields.ts'

/** The row of the settings that holds what was changed, as JSON by name. */
export const configurationRowId = 'configuration'

/** The configuration as the catalog has it, and the row that it is from. */
export interface ReadConfiguration {
  readonly row: Setting | undefined
  /** What was changed, also what only another version knows. */
  readonly changed: Readonly<Record<string, unknown>>
  readonly values: Configuration
}

/** Reads the configuration. */
export const readConfiguration = async ({
  store,
}: Pick<World, 'store'>): Promise<ReadConfiguration> => {
  const query = { where: { id: configurationRowId }, limit: 1 }
  const [row] = await store.find('setting', query)
  const changed = row ? (JSON.parse(row.value) as Readonly<Record<string, unknown>>) : {}
  return { row, changed, values: valuesOf(changed) }
}

/** A value that this version does not take is as if nobody had changed it. */
const valuesOf = (changed: Readonly<Record<string, unknown>>): Configuration =>
  Object.fromEntries(
    configurationNames.map((name) => [
      name,
      isConfigurationValue(name, changed[name]) ? changed[name] : configurationFields[name].preset,
    ]),
  ) as unknown as Configuration
