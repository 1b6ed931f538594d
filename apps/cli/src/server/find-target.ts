import { readFile } from 'node:fs/promises'
import type { Spelling } from '@accession/client'
import { usageError } from '../command-error.ts'
import { defaultProfile, type Profile, type Profiles } from '../profiles/profile.ts'
import type { ServerOptions } from './server-options.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Where a command goes, as whom, and whom it trusts on the way. */
export interface Target {
  readonly server: string
  readonly user: string
  readonly spelling: Spelling | undefined
  readonly insecure: boolean
  /** The path of a file of certificates. */
  readonly ca: string | undefined
  /** The profile's name, and the secret in it where it is of this very server and user. */
  readonly profile: string
  readonly kept: Pick<Profile, 'token' | 'password'> | undefined
}

/**
 * What the options, then the variables, then the profile say. A profile that an option names wins
 * over variables; secrets of a profile go to its own server and no other.
 */
export const findTarget = (
  options: ServerOptions,
  env: Environment,
  profiles: Profiles,
): Target => {
  const name = options.profile ?? (env['ACCESSION_PROFILE'] || defaultProfile)
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  const isAsked = options.profile !== undefined
  if (!profile && (isAsked || env['ACCESSION_PROFILE'])) {
    throw usageError(
      `There is no profile ${name}: make it with \`accession login --profile ${name}\`.`,
    )
  }
  const variable = (key: string): string | undefined =>
    (isAsked && profile ? undefined : env[key]) || undefined
  const server =
    options.server ?? variable('ACCESSION_SERVER') ?? profile?.server ?? 'http://127.0.0.1:4443'
  if (!/^https?:$/.test(URL.canParse(server) ? new URL(server).protocol : '')) {
    throw usageError(`--server must be an address such as http://127.0.0.1:4443, not ${server}`)
  }
  const own = profile && new URL(profile.server).origin === new URL(server).origin ? profile : null
  const user =
    options.user ?? variable('ACCESSION_USER') ?? own?.user ?? 'administrator@vsphere.local'
  return {
    server,
    user,
    spelling: options.spelling ?? own?.spelling,
    insecure:
      options.insecure ?? (variable('ACCESSION_INSECURE') === '1' || own?.insecure === true),
    ca: options.ca ?? variable('ACCESSION_CA') ?? own?.ca,
    profile: name,
    kept: own?.user === user ? own : undefined,
  }
}

/** The certificates in the file that `--ca` names. */
export const readCertificates = async (path: string): Promise<string> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw usageError(`The certificates in ${path} cannot be read (${error.code}).`)
  })
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw usageError(`${path} holds no certificate in PEM: name a file that does with --ca.`)
}
