import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDatabase, runSql, startPostgres } from './index.ts'
import type { PostgresServer } from './index.ts'

const start = async (): Promise<PostgresServer> => {
  const server = await startPostgres()
  onTestFinished(() => server.stop())
  return server
}

const folderOf = (url: string): string => new URL(url).searchParams.get('host') ?? ''

const rowsOf = (url: string): Promise<readonly unknown[]> => runSql(url, 'select * from t')

describe('a database for a test', () => {
  it('is empty, and its own', async () => {
    await using first = await createDatabase()
    await using second = await createDatabase()
    await runSql(first.url, 'create table t (a int)')
    expect(await rowsOf(first.url)).toEqual([])
    await expect(rowsOf(second.url)).rejects.toMatchObject({ code: '42P01' })
  })

  it('is on a PostgreSQL 18 that sorts as English does', async () => {
    await using database = await createDatabase()
    const sql = "select version(), 'a' < 'B' as is_english"
    const [row] = await runSql(database.url, sql)
    if (!process.env['DATABASE_URL']) expect(row?.['version']).toMatch(/^PostgreSQL 18\./)
    expect(row?.['is_english']).toBe(true)
  })

  it('is dropped, whoever is connected', async () => {
    const database = await createDatabase()
    const client = new Client({ connectionString: database.url })
    const ended = new Promise((resolve) => client.on('error', resolve))
    await client.connect()
    await database.drop()
    expect(await ended).toMatchObject({ code: '57P01' })
    await expect(runSql(database.url, 'select 1')).rejects.toMatchObject({ code: '3D000' })
  })
})

describe('a server of its own', () => {
  it('keeps what was committed when it is killed and started anew', async () => {
    const server = await start()
    const { url } = await server.createDatabase()
    await runSql(url, 'create table t (a int)')
    await runSql(url, 'insert into t values (1)')
    await server.crash()
    await expect(rowsOf(url)).rejects.toThrow()
    await server.restart()
    expect(await rowsOf(url)).toEqual([{ a: 1 }])
  })

  it('recovers from the end of the processes that serve connections', async () => {
    const server = await start()
    const client = new Client({ connectionString: server.url })
    const ended = new Promise((resolve) => client.on('error', resolve))
    await client.connect()
    expect(await server.killBackends()).toBe(1)
    expect(await ended).toBeInstanceOf(Error)
    await expect.poll(() => runSql(server.url, 'select 1 as a').catch(() => [])).toEqual([{ a: 1 }])
  })

  it('leaves nothing when it is stopped', async () => {
    const server = await startPostgres({ fsync: true, settings: { deadlock_timeout: '70ms' } })
    const settings =
      "select current_setting('fsync') as a, current_setting('deadlock_timeout') as b"
    expect(await runSql(server.url, settings)).toEqual([{ a: 'on', b: '70ms' }])
    expect(existsSync(folderOf(server.url))).toBe(true)
    await server.stop()
    expect(existsSync(folderOf(server.url))).toBe(false)
  })

  it('ends with the process that started it, even if that is killed', async () => {
    const script = fileURLToPath(new URL('../../test/starting-process.ts', import.meta.url))
    const child = spawn(process.execPath, [script])
    child.stderr.pipe(process.stderr)
    onTestFinished(() => void child.kill('SIGKILL'))
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const url = line.toString().trim()
    expect(await runSql(url, 'select 1 as a')).toEqual([{ a: 1 }])
    child.kill('SIGKILL')
    for (let waits = 0; waits < 500 && existsSync(folderOf(url)); waits++) await sleep(20)
    expect(existsSync(folderOf(url))).toBe(false)
    await expect(runSql(url, 'select 1')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
