import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { verifyCatalog } from '@accession/core/admin'
import { expect, onTestFinished } from 'vitest'
import { createNodeLog } from '../../src/adapters/node-log.ts'
import { readSettings, startServer } from '../../src/index.ts'
import { openWorld } from '../crash/open-world.ts'
import { libraryApi, signIn } from '../support/library-api.ts'
import { startServerProcess } from '../support/server-process.ts'
import { passwords } from '../support/light-passwords.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { mirrorApi } from './mirror-api.ts'
import type { MirrorApi } from './mirror-api.ts'

const password = 'correct horse'

/** A server over a data folder that others may go on with. */
interface Deployed {
  readonly mirror: MirrorApi
  readonly end: () => Promise<void>
}

/** A data folder for servers that follow publishers on loopback, one after the other. */
export interface Deployment {
  /** Starts one in this process. */
  readonly start: (
    more?: Readonly<Record<string, string>>,
  ) => Promise<Deployed & { readonly logged: () => string }>
  /** Starts one in a process of its own, that ends by being killed. */
  readonly startToKill: () => Promise<Deployed>
  /** How many blobs are stored as a whole. */
  readonly blobCount: () => number
  /** Holds what servers left against itself: references, totals, sizes, digests. */
  readonly expectSound: () => Promise<void>
}

/** A new data folder, in which nothing is yet. */
export const deploy = (): Deployment => {
  const folder = temporaryFolder()
  const variables = {
    ACCESSION_DATA: folder,
    ACCESSION_ADMIN_PASSWORD: password,
    ACCESSION_FETCH_ALLOW: '127.0.0.1',
  }
  const signedIn = async (url: URL) => {
    const { token } = await signIn(url, 'administrator@vsphere.local', password)
    return mirrorApi(libraryApi(url, token))
  }
  const start = async (more: Readonly<Record<string, string>> = {}) => {
    const lines: string[] = []
    const write = (line: string): void => void lines.push(line)
    const log = createNodeLog({ level: 'debug', isReadable: false, write })
    const settings = readSettings({ port: '0' }, { ...variables, ...more })
    const server = await startServer(settings, { log, passwords })
    const end = (): Promise<void> => server.close()
    onTestFinished(end)
    return { mirror: await signedIn(server.url), logged: () => lines.join('\n'), end }
  }
  const startToKill = async () => {
    const server = await startServerProcess(variables)
    onTestFinished(() => server.signal('SIGKILL'))
    const end = async (): Promise<void> => {
      server.signal('SIGKILL')
      await server.exited
    }
    return { mirror: await signedIn(server.url), end }
  }
  const expectSound = async () => {
    await using left = await openWorld(readSettings({}, variables))
    const { signal } = new AbortController()
    const { findings } = await verifyCatalog(left.world, left.snapshots, { signal, graceMs: 0 })
    expect(findings).toEqual([])
  }
  const blobCount = () =>
    readdirSync(join(folder, 'blobs'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !entry.parentPath.includes('incoming'),
    ).length
  return { start, startToKill, blobCount, expectSound }
}
