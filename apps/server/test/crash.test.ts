import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readSettings } from '../src/index.ts'
import { checkAfterCrash } from './crash/check-after-crash.ts'
import { checkBytes } from './crash/check-bytes.ts'
import { openWorld } from './crash/open-world.ts'
import { settle } from './crash/ledger.ts'
import type { ItemRecord, Ledger } from './crash/ledger.ts'
import { runWorker } from './crash/load.ts'
import { seededRandom } from './crash/seeded-random.ts'
import { ApiError, libraryApi, signIn } from './support/library-api.ts'
import { startServerProcess } from './support/server-process.ts'
import type { ServerProcess } from './support/server-process.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const rounds = isLong ? 60 : 4
const workers = 6
const password = 'correct horse'

/** Loads a server, and kills it at a moment that the seed says. */
const crash = async (
  server: ServerProcess,
  api: ReturnType<typeof libraryApi>,
  load: { libraryId: string; ledger: Ledger; round: number; seed: number },
): Promise<void> => {
  const { libraryId, ledger, round, seed } = load
  const killAfterMs = 20 + seededRandom(seed + round).below(600)
  setTimeout(() => server.signal('SIGKILL'), killAfterMs)
  const ends = await Promise.allSettled(
    Array.from({ length: workers }, (_, worker) => {
      const name = `${round}-${worker}`
      const random = seededRandom(seed + round * 1000 + worker)
      return runWorker({ api, libraryId, random, ledger, name })
    }),
  )
  for (const end of ends) {
    if (end.status === 'rejected' && end.reason instanceof ApiError) throw end.reason
  }
  expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' })
}

it(
  'a server killed at any moment keeps what it answered, and nothing by halves',
  { timeout: isLong ? 600_000 : 60_000 },
  async () => {
    const seed = Number(process.env['ACCESSION_TEST_SEED'] ?? (isLong ? Date.now() % 1e6 : 1))
    const ACCESSION_DATA = temporaryFolder()
    const variables = { ACCESSION_DATA, ACCESSION_ADMIN_PASSWORD: password }
    const start = async (): Promise<ServerProcess> => {
      const server = await startServerProcess(variables)
      onTestFinished(() => server.signal('SIGKILL'))
      return server
    }

    let server = await start()
    const { token } = await signIn(server.url, 'administrator@vsphere.local', password)
    const libraryId = await libraryApi(server.url, token).createLibrary('images')
    const ledger: Ledger = { items: new Set(), sessions: new Set(), answered: 0 }
    const settled: ItemRecord[] = []
    try {
      for (let round = 0; round < rounds; round++) {
        const load = { libraryId, ledger, round, seed }
        await crash(server, libraryApi(server.url, token), load)
        server = await start()
        await checkAfterCrash(libraryApi(server.url, token), ledger)
        settled.push(...settle(ledger))
      }
      settled.forEach((item) => ledger.items.add(item))
      await checkAfterCrash(libraryApi(server.url, token), ledger)
      server.signal('SIGTERM')
      expect(await server.exited).toEqual({ code: 0, signal: null })
      await using left = await openWorld(readSettings({}, variables))
      await checkBytes(left.world)
      expect(left.lines, 'errors').toEqual([])
      const incoming = join(ACCESSION_DATA, 'blobs', 'incoming')
      expect(await readdir(incoming), 'broken writes').toEqual([])
    } catch (error) {
      throw new Error(`With ACCESSION_TEST_SEED=${seed}`, { cause: error })
    }
    expect(ledger.answered).toBeGreaterThan(rounds)
  },
)
