import { createClient } from '@accession/client'
import type { Command } from 'commander'
import { notFoundError } from '../../command-error.ts'
import { describeFailure } from '../../describe-failure.ts'
import { createOutput } from '../../output/output.ts'
import { outputFormat } from '../../output/output-format.ts'
import { changeProfile } from '../../profiles/change-profiles.ts'
import { defaultProfile, type Profile } from '../../profiles/profile.ts'
import { profilePath } from '../../profiles/profile-path.ts'
import { readProfiles } from '../../profiles/read-profiles.ts'
import { findTarget } from '../../server/find-target.ts'
import type { ServerOptions } from '../../server/server-options.ts'
import { fetchFor } from '../../server/with-client.ts'

const help = `
The profile is removed, whether its server can be reached or not.

Examples:
  accession logout
  accession logout --profile lab
  accession logout --all`

type LogoutOptions = ServerOptions & { readonly all?: boolean }

/** Adds `logout`. */
export const addLogoutCommand = (program: Command, signal: AbortSignal): void => {
  program
    .command('logout')
    .description('End the session of a profile, and forget the profile')
    .option('--all', 'every profile')
    .addHelpText('after', help)
    .action((_: unknown, command: Command) =>
      logout(command.optsWithGlobals<LogoutOptions>(), signal),
    )
}

const logout = async (options: LogoutOptions, signal: AbortSignal): Promise<void> => {
  const path = profilePath()
  const profiles = await readProfiles(path)
  const named = options.profile ?? (process.env['ACCESSION_PROFILE'] || defaultProfile)
  const names = options.all ? Object.keys(profiles) : [named]
  const output = createOutput(outputFormat(options))
  for (const name of names) {
    const profile = profiles[name]
    if (!profile) throw notFoundError(`There is no profile ${name} to forget.`)
    await changeProfile(path, name, undefined)
    await endSession(name, profile, signal).catch((error: unknown) => {
      const why = describeFailure(error).text
      output.warn(`the session on ${profile.server} was not ended, and runs out by itself: ${why}`)
    })
  }
  const forgotten = names.map((profile) => ({ id: profile, server: profiles[profile]?.server }))
  output.result(forgotten, () => names.map((name) => `Forgot profile ${name}`))
}

const endSession = async (name: string, profile: Profile, signal: AbortSignal): Promise<void> => {
  const { token, server, spelling } = profile
  if (token === undefined) return
  const send = await fetchFor(findTarget({ profile: name }, {}, { [name]: profile }))
  const client = createClient({ server, token, fetch: send, ...(spelling && { spelling }) })
  await client.session.delete({}, { signal, timeoutMs: 5_000 })
}
