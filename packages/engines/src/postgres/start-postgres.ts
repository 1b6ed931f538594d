import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, closeSync, mkdirSync, mkdtempSync, openSync } from 'node:fs'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findPrograms, serverUser } from './binaries.ts'
import { createDatabaseAt, runSql } from './databases.ts'
import type { PostgresDatabase } from './databases.ts'
import { childrenOf, isRunning, isStopped, serverPid, signal } from './processes.ts'

export interface PostgresOptions {
  /** Whether a commit is on disk when it is answered; a killed server loses nothing without. @default false */
  readonly fsync?: boolean
  /** @default 300 */
  readonly maxConnections?: number
  /** More settings of the server: `{ deadlock_timeout: '100ms' }`. */
  readonly settings?: Readonly<Record<string, string>>
}

/** A PostgreSQL server of the tests' own. */
export interface PostgresServer extends AsyncDisposable {
  /** The URL of the database `postgres`; it names a socket, no port. */
  readonly url: string
  /** A new, empty database. */
  createDatabase(): Promise<PostgresDatabase>
  /** Kills (SIGKILL) the processes that serve connections: the server takes all of them down, and recovers. */
  killBackends(): Promise<number>
  /** Kills (SIGKILL) the whole server, as when a machine loses its power. */
  crash(): Promise<void>
  /** Ends it if it runs, taking connections down, and starts it anew; resolves when it takes connections. */
  restart(): Promise<void>
  /** Ends it and removes its files. */
  stop(): Promise<void>
}

/** Where a server is, and whose end it does not outlive. */
interface Place {
  readonly folder: string
  readonly owner: number
}

/** Starts a server of its own for whoever asks; it ends with this process, even if that is killed. */
export const startPostgres = (options: PostgresOptions = {}): Promise<PostgresServer> =>
  startAt({ folder: mkdtempSync(join(tmpdir(), 'accession-pg-')), owner: process.pid }, options)

/** Starts a server in a folder that exists and is empty. */
export const startAt = async (
  { folder, owner }: Place,
  { fsync = false, maxConnections = 300, settings = {} }: PostgresOptions,
): Promise<PostgresServer> => {
  const data = join(folder, 'data')
  const logFile = join(folder, 'log')
  const url = `postgres://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`
  watch(folder, owner)
  const programs = findPrograms(folder)
  const given = {
    fsync: fsync ? 'on' : 'off',
    full_page_writes: fsync ? 'on' : 'off',
    max_connections: String(maxConnections),
    shared_buffers: '16MB',
    ...settings,
  }
  const args = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  let server: ChildProcess | undefined

  const start = async (): Promise<void> => {
    const log = openSync(logFile, 'a')
    server = spawn(join(programs, 'postgres'), ['-D', data, '-k', folder, '-h', '', ...args], {
      ...serverUser,
      cwd: folder,
      detached: true,
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    server.unref()
    await untilReady(server)
  }

  const untilReady = async ({ pid }: ChildProcess): Promise<void> => {
    for (;;) {
      const error = await runSql(url, 'select 1').then(
        () => undefined,
        (reason: unknown) => reason,
      )
      if (error === undefined) return
      if (server?.exitCode !== null || pid === undefined) {
        throw new Error(`PostgreSQL ended:\n${readFileSync(logFile, 'utf8')}`, { cause: error })
      }
      await sleep(20)
    }
  }

  /** The next server takes one that ended, and whose end nobody asked about, for one that runs. */
  const fetched = async (): Promise<void> => {
    while (!isFetched(server)) await sleep(1)
  }

  const untilGone = async (name: NodeJS.Signals): Promise<void> => {
    const pid = serverPid(data)
    if (pid === undefined) return
    signal(pid, name)
    while (serverPid(data) !== undefined) await sleep(20)
    await fetched()
  }

  const crash = async (): Promise<void> => {
    const pid = serverPid(data)
    if (pid === undefined) return
    // One that it starts meanwhile would hold the memory that the next server asks for.
    signal(pid, 'SIGSTOP')
    while (isRunning(pid) && !isStopped(pid)) await sleep(1)
    const all = [pid, ...childrenOf(pid)]
    for (const each of all) signal(each, 'SIGKILL')
    while (all.some(isRunning)) await sleep(10)
    await fetched()
  }

  const stop = async (): Promise<void> => {
    await untilGone('SIGINT')
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }

  mkdirSync(data)
  for (const path of [folder, data]) {
    chmodSync(path, 0o700)
    if (serverUser) chownSync(path, serverUser.uid, serverUser.gid)
  }
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C']
  execFileSync(join(programs, 'initdb'), initdb, { ...serverUser, cwd: folder, stdio: 'pipe' })
  await start()
  writeFileSync(join(folder, 'ready'), url)

  return {
    url,
    createDatabase: () => createDatabaseAt(url),
    async killBackends() {
      const others = "backend_type = 'client backend' and pid <> pg_backend_pid()"
      const rows = await runSql(url, `select pid from pg_stat_activity where ${others}`)
      for (const { pid } of rows) signal(Number(pid), 'SIGKILL')
      return rows.length
    },
    crash,
    async restart() {
      await untilGone('SIGINT')
      await start()
    },
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

const isFetched = (child: ChildProcess | undefined): boolean =>
  child === undefined || child.exitCode !== null || child.signalCode !== null

/** Starts the process that cleans up if this one cannot. */
const watch = (folder: string, owner: number): void => {
  const script = fileURLToPath(new URL('watch.ts', import.meta.url))
  spawn(process.execPath, [script, folder, String(owner)], {
    detached: true,
    stdio: 'ignore',
  }).unref()
}
