import { open } from 'node:fs/promises'
import { CommandError } from '../command-error.ts'
import type { Profile, Profiles } from './profile.ts'

/** The profiles in a file, none where there is no file; refuses one that others may read. */
export const readProfiles = async (path: string): Promise<Profiles> => {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw new CommandError(`The profiles in ${path} cannot be read (${error.code}).`)
  })
  if (!handle) return {}
  try {
    const { mode } = await handle.stat()
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new CommandError(
        `${path} holds secrets, and other users may read or write it: run \`chmod 600 ${path}\`.`,
      )
    }
    return parse(await handle.readFile('utf8'), path)
  } finally {
    await handle.close()
  }
}

const parse = (text: string, path: string): Profiles => {
  const unreadable = new CommandError(
    `${path} is no file of profiles: mend it, or remove it and run \`accession login\` again.`,
  )
  try {
    const read: unknown = JSON.parse(text)
    if (isMembers(read) && Object.values(read).every(isProfile)) {
      // Without a prototype, no name means anything but a profile.
      return Object.assign(Object.create(null) as Record<string, Profile>, read)
    }
  } catch {
    throw unreadable
  }
  throw unreadable
}

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fields = {
  server: 'string',
  user: 'string',
  token: 'string',
  password: 'string',
  spelling: 'string',
  insecure: 'boolean',
  ca: 'string',
} as const satisfies Record<keyof Profile, string>

const isProfile = (value: unknown): boolean =>
  isMembers(value) &&
  typeof value['server'] === 'string' &&
  typeof value['user'] === 'string' &&
  Object.entries(fields).every(
    ([name, type]) => value[name] === undefined || typeof value[name] === type,
  )
