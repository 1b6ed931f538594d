import { resolve } from 'node:path'
import { createClient } from '@accession/client'
import type { Command } from 'commander'
import { createOutput } from '../../output/output.ts'
import { outputFormat } from '../../output/output-format.ts'
import { changeProfile } from '../../profiles/change-profiles.ts'
import { defaultProfile } from '../../profiles/profile.ts'
import { profilePath } from '../../profiles/profile-path.ts'
import { readProfiles } from '../../profiles/read-profiles.ts'
import { askPassword, givenPassword } from '../../server/find-password.ts'
import { findTarget } from '../../server/find-target.ts'
import type { ServerOptions } from '../../server/server-options.ts'
import { signIn } from '../../server/sign-in.ts'
import { fetchFor } from '../../server/with-client.ts'

const help = `
Keeps the server, the user and a session's token in the user's config folder, readable by nobody else;
later commands use them. The session ends when it has been idle for the server's time (an hour): then
the password is asked for again. With --store-password the password itself is kept instead, for machines
where nobody can be asked: whoever reads the file has it.

A profile is named by --profile, else ACCESSION_PROFILE, else it is "default". Options win over variables
(ACCESSION_SERVER, ACCESSION_USER, ACCESSION_PASSWORD, …), and these over the profile, unless --profile names
it. What is secret in a profile goes to its own server only.

Examples:
  accession login --server https://library.example
  accession login --server https://vcenter.example --user me@vsphere.local --profile lab --insecure
  pass show lab | accession login --profile lab --server https://vcenter.example --password-stdin`

type LoginOptions = ServerOptions & { readonly storePassword?: boolean }

/** Adds `login`. */
export const addLoginCommand = (program: Command, signal: AbortSignal): void => {
  program
    .command('login')
    .description('Sign in to a server, and keep that as a profile')
    .option('--store-password', 'keep the password instead of a token')
    .addHelpText('after', help)
    .action((_: unknown, command: Command) =>
      login(command.optsWithGlobals<LoginOptions>(), signal),
    )
}

const login = async (options: LoginOptions, signal: AbortSignal): Promise<void> => {
  const { profile: asked, ...others } = options
  const profile = asked ?? (process.env['ACCESSION_PROFILE'] || defaultProfile)
  const path = profilePath()
  const existing = (await readProfiles(path))[profile]
  // The profile may be new; a server that it names already need not be named again.
  const target = findTarget(
    { ...others, ...(asked !== undefined && existing && { profile: asked }) },
    { ...process.env, ACCESSION_PROFILE: '' },
    existing ? { [profile]: existing, [defaultProfile]: existing } : {},
  )
  const { server, user, spelling, insecure, ca } = target
  const send = await fetchFor(target)
  const password =
    (await givenPassword(options.passwordStdin ?? false)) ??
    (await askPassword({ ...target, kept: undefined }, signal))
  const token = await signIn(target, password, send, signal)
  const kept = options.storePassword ? { password } : { token }
  if (options.storePassword) {
    const client = createClient({ server, token, fetch: send, ...(spelling && { spelling }) })
    await client.session.delete({}, { signal })
  }
  await changeProfile(path, profile, {
    server,
    user,
    ...kept,
    ...(spelling && { spelling }),
    ...(insecure && { insecure }),
    ...(ca !== undefined && { ca: resolve(ca) }),
  })
  const result = { profile, server, user, kept: options.storePassword ? 'password' : 'token' }
  createOutput(outputFormat(options)).result(
    result,
    () => [`Signed in to ${server} as ${user} (profile ${profile})`],
    [profile],
  )
}
