import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { freePort } from './free-port.ts'
import { openLibrary } from './library-server.ts'
import type { LibraryServer } from './library-server.ts'
import { startProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { vcsimDatastore } from './vcsim-datastore.ts'
import { waitForAnswer } from './wait-for-answer.ts'

/** Where an installed program is: in its variable, on the path, or where Go puts what it installs. */
export const findProgram = (name: 'vcsim' | 'tusd' | 'nginx'): string | undefined => {
  const given = process.env[name.toUpperCase()]
  if (given) return given
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), join(homedir(), 'go/bin')]
  return folders
    .map((folder) => join(folder, name))
    .find((path) => isProgram(path) && isUsable(path))
}

/** A vcsim of old has no content library, nor an address to listen at that one could choose. */
const isUsable = (path: string): boolean => {
  const { stdout, stderr } = spawnSync(path, ['-h'], { encoding: 'utf8', timeout: 10_000 })
  return !path.endsWith('vcsim') || /^ +-l /m.test(stdout + stderr)
}

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** vcsim, signed in to, with a library; it keeps its catalog in memory and syncs nothing. */
export const openVcsim = async (program: string, folder: string): Promise<LibraryServer> => {
  const data = await mkdtemp(join(folder, 'vcsim-'))
  const port = await freePort()
  const args = ['-tls=false', '-l', `127.0.0.1:${port}`, '-vm', '0', '-pod', '0']
  const server = startProcess(program, args, { environment: { TMPDIR: data } })
  const origin = `http://127.0.0.1:${port}`
  await waitForAnswer(server, `${origin}/about`)
  const basic = Buffer.from('user:pass').toString('base64')
  return openLibrary('vcsim', server, origin, { basic, datastore: await vcsimDatastore(origin) })
}

/** tusd, which keeps files in a folder and syncs nothing. */
export const startTusd = async (
  program: string,
  folder: string,
): Promise<ServerProcess & { readonly origin: string }> => {
  const data = await mkdtemp(join(folder, 'tusd-'))
  const port = await freePort()
  const args = ['-host', '127.0.0.1', '-port', String(port), '-upload-dir', data, '-disable-cors']
  const server = startProcess(program, args)
  const origin = `http://127.0.0.1:${port}`
  await waitForAnswer(server, `${origin}/`)
  return { ...server, origin }
}
