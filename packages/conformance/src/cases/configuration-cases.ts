import type { ConfigurationModel, ConfigurationSetting } from '@accession/core/contract'
import { check, checkEqual, checkMatches, isRecord } from '../check/check.ts'
import { secondUserOf } from '../fixtures/second-user.ts'
import type { CaseContext } from '../run/case-context.ts'
import { defineCases } from '../run/conformance-case.ts'
import type { SpellingName } from '../spellings/spelling.ts'

/** A setting of each spelling's own that moves no bytes: the same case runs in all of them at once. */
const own = {
  rest: 'automatic_sync_start_hour',
  api: 'automatic_sync_stop_hour',
  'json-rpc': 'automatic_sync_refresh_interval',
} as const satisfies Readonly<Record<SpellingName, keyof ConfigurationModel>>

const readOf = (context: CaseContext) => context.call('configuration.get', {})

const namesIn = (model: ConfigurationModel): string[] =>
  Object.keys(model).filter((name) => !name.endsWith('_setting'))

const settingOf = (name: string) => `${name}_setting` as keyof ConfigurationModel

/** The bounds of a setting, as its constraints have them. */
const boundsOf = (setting: Readonly<Record<string, unknown>>) => {
  const { constraints } = setting as unknown as ConfigurationSetting
  const all = Object.assign({}, ...constraints) as Readonly<Record<string, string | undefined>>
  return { min: Number(all['MIN_INCLUSIVE']), max: Number(all['MAX_INCLUSIVE']) }
}

/** The settings that hold for all libraries. */
export const configurationCases = defineCases('configuration', 'Configuration', {
  'each setting has a value, and says what it can be': async (context) => {
    const model = await readOf(context)
    checkEqual('How many settings there are', namesIn(model).length, 10)
    for (const name of namesIn(model)) {
      const setting = model[settingOf(name)]
      check(isRecord(setting), `Nothing is known of ${name}`)
      checkMatches(`What is known of ${name}`, setting, { name, reboot_required: false })
      const value = model[name as keyof ConfigurationModel]
      if (typeof value !== 'number') continue
      const { min, max } = boundsOf(setting)
      check(min <= value && value <= max, `${name} is ${value}, not from ${min} to ${max}`)
    }
  },

  // One case for all that writes: cases run side by side, and there is but one configuration.
  'an update changes what it gives within its constraints, all or nothing': async (context) => {
    const name = own[context.spelling.name]
    const update = (model: object) => context.call('configuration.update', { model })
    const valueNow = async () => (await readOf(context))[name]
    const { [name]: before, [settingOf(name)]: setting } = await readOf(context)
    check(before !== undefined && isRecord(setting), `${name} is not there`)
    context.defer((cleaner) => cleaner.call('configuration.update', { model: { [name]: before } }))
    const { min, max } = boundsOf(setting)
    for (const value of [min, max]) {
      await update({ [name]: value })
      checkEqual(name, await valueNow(), value)
    }
    for (const value of [min - 1, max + 1, 'noon', 1.5, true]) {
      const model = { [name]: value }
      await context.refused('INVALID_ARGUMENT', 'configuration.update', { model })
    }
    const several = { [name]: min, maximum_concurrent_item_syncs: 0 }
    await context.refused('INVALID_ARGUMENT', 'configuration.update', { model: several })
    checkEqual(name, await valueNow(), max)
    const other = { name: 'other', reboot_required: true, constraints: [] }
    await update({ [name]: min, [settingOf(name)]: other })
    checkMatches('The configuration', await readOf(context), {
      [name]: min,
      [settingOf(name)]: { name, reboot_required: false },
    })
    await update({})
    checkEqual(name, await valueNow(), min)
  },

  'who may only read sees nothing of it': async (context) => {
    const as = secondUserOf(context)
    await context.refused('UNAUTHORIZED', 'configuration.get', {}, as)
    await context.refused('UNAUTHORIZED', 'configuration.update', { model: {} }, as)
  },
})
