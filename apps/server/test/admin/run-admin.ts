import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { ServerVariables } from '../support/server-process.ts'

const program = fileURLToPath(new URL('admin-process.ts', import.meta.url))

/** How such a process ended. */
interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly errors: string
}

/** Backs up or restores in a process of its own, which is killed once it has copied so many blobs. */
export const runAdmin = async (
  work: 'backUp' | 'restore',
  folder: string,
  variables: ServerVariables,
  killAfterBlobs: number = Infinity,
): Promise<Ended> => {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('ACCESSION_'))
  const child = spawn(process.execPath, ['--conditions=@accession/source', program, work, folder], {
    env: { ...Object.fromEntries(own), NODE_OPTIONS: '', NODE_NO_WARNINGS: '1', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let blobs = 0
  let errors = ''
  child.stdout.on('data', (text) => {
    blobs += String(text).length
    if (blobs >= killAfterBlobs) child.kill('SIGKILL')
  })
  child.stderr.on('data', (text) => (errors += String(text)))
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal, errors }
}
