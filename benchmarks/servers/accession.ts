import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from './free-port.ts'
import { openLibrary } from './library-server.ts'
import type { LibraryServer } from './library-server.ts'
import { startProcess } from './server-process.ts'
import type { ServerProcess } from './server-process.ts'
import { waitForAnswer } from './wait-for-answer.ts'

const program = fileURLToPath(new URL('../../apps/cli/bin/accession.js', import.meta.url))
const withoutSync = fileURLToPath(new URL('../programs/without-sync.ts', import.meta.url))
const password = 'benchmarks only, on loopback'
const user = 'administrator@vsphere.local'

export interface AccessionOptions {
  /** Where its data folder is made. */
  readonly folder: string
  /** A data folder that is there already. */
  readonly data?: string
  /** Whether commits are answered before they are on disk, as at `synchronous=NORMAL`. */
  readonly isNormal?: boolean
  /** Milliseconds between two looks whether it answers yet. @default 20 */
  readonly lookEveryMs?: number
}

/** The built program as its users run it, from its start until it answers. */
export const startAccession = async ({
  folder,
  data,
  isNormal = false,
  lookEveryMs = 20,
}: AccessionOptions): Promise<ServerProcess & { readonly origin: string }> => {
  const port = await freePort()
  const preload = isNormal ? ['--import', withoutSync] : []
  const server = startProcess(process.execPath, [...preload, program, 'serve'], {
    environment: {
      ACCESSION_DATA: data ?? (await mkdtemp(join(folder, 'accession-'))),
      ACCESSION_PORT: String(port),
      ACCESSION_ADMIN_PASSWORD: password,
      ACCESSION_LOG_LEVEL: 'warn',
      // Ended sessions stay for as long as the longest figure takes.
      ACCESSION_SESSION_RETENTION: '86400',
    },
  })
  const origin = `http://127.0.0.1:${port}`
  await waitForAnswer(server, `${origin}/healthz`, lookEveryMs)
  return { ...server, origin }
}

/** The same, signed in to, with a library. */
export const openAccession = async (options: AccessionOptions): Promise<LibraryServer> => {
  const server = await startAccession(options)
  const basic = Buffer.from(`${user}:${password}`).toString('base64')
  return openLibrary('Accession', server, server.origin, { basic, datastore: 'datastore-1' })
}
