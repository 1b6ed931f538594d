import { homedir } from 'node:os'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** The file of profiles in the user's config folder, by the custom of each system. */
export const profilePath = (
  env: Environment = process.env,
  platform: NodeJS.Platform = process.platform,
): string => {
  const given = platform === 'win32' ? env['APPDATA'] : env['XDG_CONFIG_HOME']
  const usual = platform === 'win32' ? ['AppData', 'Roaming'] : ['.config']
  return join(given || join(homedir(), ...usual), 'accession', 'profiles.json')
}
