import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A simulator that runs, or why there is none. */
export type Vcsim =
  | { readonly missing: string }
  | {
      readonly missing?: undefined
      readonly url: string
      /** The id of a datastore in its inventory. */
      readonly datastore_id: string
      stop(): Promise<void>
    }

/**
 * Starts the simulator of this folder: the program that `ACCESSION_VCSIM` names, or, among the long
 * tests and where Go is, one built for the run.
 */
export const startVcsim = async (): Promise<Vcsim> => {
  const named = process.env['ACCESSION_VCSIM']
  if (named !== undefined) return start(named, undefined)
  if (process.env['ACCESSION_TEST_LONG'] !== '1') {
    return { missing: 'it is built in the long tests, or named in ACCESSION_VCSIM' }
  }
  const version = await run('go', ['version']).catch(() => undefined)
  if (!version) return { missing: 'Go, which builds it, is not installed' }
  const folder = await mkdtemp(join(tmpdir(), 'accession-vcsim-'))
  const program = join(folder, 'vcsim')
  await run('go', ['build', '-o', program, '.'], { cwd: import.meta.dirname })
  return start(program, folder)
}

const start = async (program: string, folder: string | undefined): Promise<Vcsim> => {
  // It ends when its input does, so also when this process is killed.
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = once(child, 'exit')
  const stop = async () => {
    child.stdin.end()
    await ended
    if (folder !== undefined) await rm(folder, { recursive: true })
  }
  const lines = createInterface(child.stdout)
  const [line = ''] = (await Promise.race([once(lines, 'line'), ended.then(() => [])])) as string[]
  const [url, datastore_id] = line.split(' ')
  if (url && datastore_id) return { url, datastore_id, stop }
  await stop()
  throw new Error(`${program} is not the simulator of this folder: it said ${JSON.stringify(line)}`)
}
