import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import type { ConfigurationSetting } from '../contract/configuration.ts'
import { contract } from '../contract/contract.ts'
import type { Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { configurationFields, configurationNames } from './configuration-fields.ts'
import type { ConfigurationName } from './configuration-fields.ts'
import { readConfiguration } from './read-configuration.ts'

/** Every setting: its value, and what it can be. */
export const getConfiguration = async (
  world: World,
  caller: Caller,
): Promise<Result<'configuration.get'>> => {
  authorize(caller, contract.configuration.get, null)
  const { values } = await readConfiguration(world)
  return Object.fromEntries(
    configurationNames.flatMap((name) => [
      [name, values[name]],
      [`${name}_setting`, showSetting(name)],
    ]),
  )
}

/** A changed value is taken up without a restart. */
const showSetting = (name: ConfigurationName): ConfigurationSetting => {
  const field = configurationFields[name]
  const constraints =
    field.kind === 'switch'
      ? [{ ENUMERATION: 'true' }, { ENUMERATION: 'false' }]
      : [{ MIN_INCLUSIVE: String(field.min) }, { MAX_INCLUSIVE: String(field.max) }]
  return { name, reboot_required: false, constraints }
}
