import { randomUUID } from 'node:crypto'
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Profile } from './profile.ts'
import { readProfiles } from './read-profiles.ts'

/**
 * Puts a profile in its place, or removes it. The file appears whole or stays as it was, and nobody
 * but its owner may read it, nor its folder.
 */
export const changeProfile = async (
  path: string,
  name: string,
  profile: Profile | undefined,
): Promise<void> => {
  const { [name]: _, ...others } = await readProfiles(path)
  const profiles = profile ? { ...others, [name]: profile } : others
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  const part = `${path}.${randomUUID()}.part`
  const handle = await open(part, 'wx', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(profiles, undefined, 2)}\n`)
    await handle.sync()
    await handle.close()
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
