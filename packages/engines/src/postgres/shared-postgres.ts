import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env, pid, ppid } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { isMainThread } from 'node:worker_threads'
import { createDatabaseAt } from './databases.ts'
import type { PostgresDatabase } from './databases.ts'
import { startAt } from './start-postgres.ts'

const startupMaxMs = 60_000

/**
 * A new, empty database: on the server of DATABASE_URL, else on one that all test files of a run
 * share, which the first of them starts and which ends with the run.
 */
export const createDatabase = async (): Promise<PostgresDatabase> =>
  createDatabaseAt(env['DATABASE_URL'] ?? (await sharedUrl()))

let shared: Promise<string> | undefined

const sharedUrl = (): Promise<string> => (shared ??= findOrStart())

/** A test file has a process or a thread of the run's; anything else has a server of its own. */
const runOwner = (): number => (env['VITEST'] && isMainThread ? ppid : pid)

const findOrStart = async (): Promise<string> => {
  const owner = runOwner()
  const folder = join(tmpdir(), `accession-pg-run-${owner}`)
  if (isMade(folder)) return (await startAt({ folder, owner }, {})).url
  const ready = join(folder, 'ready')
  for (const deadline = performance.now() + startupMaxMs; performance.now() < deadline;) {
    const url = existsSync(ready) ? readFileSync(ready, 'utf8') : ''
    if (url) return url
    await sleep(20)
  }
  throw new Error(`Another test file began to start PostgreSQL in ${folder} and did not end it`)
}

/** Makes the folder; false where another has. */
const isMade = (folder: string): boolean => {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
