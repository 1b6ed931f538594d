import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { ConfigurationModel } from '../contract/configuration.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { insert, write } from '../ports/changes.ts'
import type { World } from '../world.ts'
import {
  configurationFields,
  configurationNames,
  isConfigurationValue,
} from './configuration-fields.ts'
import { forgetConfiguration } from './known-configuration.ts'
import { configurationRowId, readConfiguration } from './read-configuration.ts'

/**
 * Changes the settings that are given, all or none; what is told of a setting besides its value is
 * the server's, and is passed over.
 */
export const updateConfiguration = async (
  world: World,
  caller: Caller,
  { model }: Input<'configuration.update'>,
): Promise<Result<'configuration.update'>> => {
  authorize(caller, contract.configuration.update, null)
  const given = givenValues(model)
  const names = Object.keys(given)
  if (names.length === 0) return
  await change(world, async () => {
    const { row, changed } = await readConfiguration(world)
    const value = JSON.stringify({ ...changed, ...given })
    const written = row
      ? write('setting', row, { value })
      : insert('setting', { id: configurationRowId, revision: 1, value })
    return { changes: [written], result: undefined }
  })
  forgetConfiguration(world)
  const fields = { names: names.join(', '), user: caller.user.name }
  world.log.audit('configuration.update', fields)
}

const givenValues = (model: ConfigurationModel): Readonly<Record<string, unknown>> => {
  const given = configurationNames.filter((name) => model[name] !== undefined)
  for (const name of given) {
    const value = model[name]
    const field = configurationFields[name]
    if (field.kind !== 'number' || isConfigurationValue(name, value)) continue
    const args = [name, String(value), field.min, field.max] as const
    throw accessionError('accession.configuration.out_of_bounds', args)
  }
  return Object.fromEntries(given.map((name) => [name, model[name]]))
}
