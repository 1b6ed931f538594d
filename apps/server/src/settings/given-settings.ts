import { readFileSync } from 'node:fs'
import { SettingsError } from './settings-error.ts'
import { flagOf, settingNames, variableOf } from './setting-names.ts'
import type { SettingName } from './setting-names.ts'

/** Settings as a command line hands them over; a key that is undefined is not given. */
export type SettingFlags = {
  readonly [Name in SettingName | 'config']?: GivenValue | undefined
}

/** A setting's text, and what to call it when it is wrong. */
interface GivenSetting {
  readonly text: string
  /** `--port`, `ACCESSION_PORT` or `"port" in config.json`. */
  readonly source: string
}

export type GivenSettings = ReadonlyMap<SettingName, GivenSetting>

type GivenValue = string | number | boolean | readonly string[]
type Environment = Readonly<Record<string, string | undefined>>

/** What is given by flags, else by variables, else by the config file; empty texts count as nothing. */
export const givenSettings = (flags: SettingFlags, environment: Environment): GivenSettings => {
  const configFile = textOf(flags.config, flagOf('config')) || environment[variableOf('config')]
  const config = configFile ? readConfig(configFile) : {}
  const given = new Map<SettingName, GivenSetting>()
  for (const name of settingNames) {
    const candidates = [
      { value: flags[name], source: flagOf(name) },
      { value: environment[variableOf(name)], source: variableOf(name) },
      { value: config[name], source: `"${name}" in ${configFile}` },
    ]
    const found = candidates
      .map(({ value, source }) => ({ text: textOf(value, source), source }))
      .find(({ text }) => text !== '')
    if (found) given.set(name, found)
  }
  return given
}

const textOf = (value: unknown, source: string): string => {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? '1' : '0'
  if (typeof value === 'string' || typeof value === 'number') return String(value).trim()
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    return value.join(',')
  }
  throw new SettingsError(`${source} must be a text, a number, true or false, or a list of texts.`)
}

const readConfig = (path: string): Readonly<Record<string, unknown>> => {
  const config = parseConfig(path)
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new SettingsError(`The config file ${path} must hold one JSON object.`)
  }
  const unknown = Object.keys(config).find((key) => !settingNames.some((name) => name === key))
  if (unknown !== undefined) {
    const known = settingNames.join(', ')
    throw new SettingsError(
      `The config file ${path} has the unknown key ${JSON.stringify(unknown)}; known are ${known}.`,
    )
  }
  return config as Record<string, unknown>
}

const parseConfig = (path: string): unknown => {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const { code = 'error' } = error as NodeJS.ErrnoException
    throw new SettingsError(`The config file ${path} cannot be read (${code}).`, { cause: error })
  }
  try {
    return JSON.parse(text)
  } catch {
    // The parser's own message quotes the file, and so perhaps a password.
    throw new SettingsError(`The config file ${path} is not JSON.`)
  }
}
