import { readFileSync } from 'node:fs'
import type { ConformanceTarget, TargetUser } from '../run/conformance-target.ts'
import type { CommandOptions } from './command-options.ts'
import { UsageError } from './usage-error.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The library that a command line means; throws a `UsageError` where it means none. */
export const targetOf = (
  urls: readonly string[],
  options: CommandOptions,
  environment: Environment,
): ConformanceTarget => {
  if (urls.length === 0) throw new UsageError('Say which library to try: its URL is missing.')
  return {
    urls: urls.map(urlOf),
    user: options.user,
    password: passwordOf(options, environment),
    secondUser: secondUserOf(options, environment),
    blobStore: options.blobStore,
  }
}

const urlOf = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError(`${text} is no URL such as http://127.0.0.1:4443.`)
  if (url.username !== '' || url.password !== '')
    throw new UsageError('A URL must not hold a user name or a password: use --user.')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new UsageError(`${text} must end after its host and port: paths are in the protocol.`)
  return url
}

const passwordOf = (options: CommandOptions, environment: Environment): string => {
  const { passwordFile } = options
  const password = passwordFile === undefined ? options.password : readPassword(passwordFile)
  const given = password ?? environment['ACCESSION_PASSWORD']
  if (given !== undefined && given !== '') return given
  throw new UsageError(
    `There is no password for ${options.user}: set ACCESSION_PASSWORD, or use --password-file.`,
  )
}

const readPassword = (file: string): string => {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch (cause) {
    throw new UsageError(`${file} cannot be read.`, { cause })
  }
}

const secondUserOf = (
  { secondUser: user, secondPassword }: CommandOptions,
  environment: Environment,
): TargetUser | undefined => {
  if (user === undefined) return undefined
  const password = secondPassword ?? environment['ACCESSION_SECOND_PASSWORD']
  if (password === undefined || password === '')
    throw new UsageError(`There is no password for ${user}: set ACCESSION_SECOND_PASSWORD.`)
  return { user, password }
}
