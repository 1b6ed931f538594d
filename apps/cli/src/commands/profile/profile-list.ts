import type { Command } from 'commander'
import { createOutput } from '../../output/output.ts'
import { outputFormat, type OutputOptions } from '../../output/output-format.ts'
import { table } from '../../output/table.ts'
import { profilePath } from '../../profiles/profile-path.ts'
import { readProfiles } from '../../profiles/read-profiles.ts'

const help = `
What is secret in a profile is not shown, only whether it keeps a session's token or the password.

Examples:
  accession profile ls
  accession profile ls --output ids`

/** Adds `profile ls`. */
export const addProfileList = (profile: Command): void => {
  profile
    .command('ls')
    .description('List the profiles that login has kept')
    .addHelpText('after', help)
    .action((_: unknown, command: Command) => listProfiles(command.optsWithGlobals()))
}

const listProfiles = async (options: OutputOptions): Promise<void> => {
  const profiles = Object.entries(await readProfiles(profilePath()))
  const shown = profiles.map(([id, { server, user, spelling, insecure, ca, password }]) => ({
    id,
    server,
    user,
    spelling,
    insecure,
    ca,
    kept: password === undefined ? 'token' : 'password',
  }))
  const output = createOutput(outputFormat(options))
  if (shown.length === 0) output.note('There are no profiles: `accession login` keeps one.')
  output.result(shown, () =>
    table(
      ['PROFILE', 'SERVER', 'USER', 'KEEPS'],
      shown.map(({ id, server, user, kept }) => [id, server, user, kept]),
    ),
  )
}
