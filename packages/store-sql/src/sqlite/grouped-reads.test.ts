import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { SqlValue } from '../driver.ts'
import { sabotage, sqliteError } from '../../test/saboteur.ts'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { createSqliteStore } from './create-sqlite-store.ts'
import { createGroupedReads } from './grouped-reads.ts'
import { createPrepared } from './prepared.ts'

/** Queries of a table of the numbers 1 to 3. */
const open = (patienceMs = 200) => {
  const database = new DatabaseSync(':memory:')
  database.exec('create table "number" ("value" integer)')
  database.exec('insert into "number" values (1), (2), (3)')
  const saboteur = sabotage(database)
  const reads = createGroupedReads(createPrepared(saboteur.database), patienceMs)
  const read = (sql: string, params: readonly SqlValue[]) => reads.all(sql, params)
  return { saboteur, read }
}

const one = 'select "value" from "number" where "value" = ?1'
const broken = "select json_extract(?1, '$')"
const busy = sqliteError(5, 'database is locked')

describe('queries of one turn of the event loop', () => {
  it('share a transaction', async () => {
    const { read, saboteur } = open()
    expect(await Promise.all([read(one, [1]), read(one, [3]), read(one, [4])])).toEqual([
      [[1]],
      [[3]],
      [],
    ])
    expect(saboteur.ran).toEqual(['begin', one, one, one, 'rollback'])
  })

  it('need none where there is but one', async () => {
    const { read, saboteur } = open()
    expect(await read(one, [2])).toEqual([[2]])
    expect(saboteur.ran).toEqual([one])
  })

  it('fail each by itself', async () => {
    const { read } = open()
    const [first, second, third] = await Promise.allSettled([
      read(one, [1]),
      read(broken, ['{']),
      read(one, [2]),
    ])
    expect(first).toEqual({ status: 'fulfilled', value: [[1]] })
    expect(second).toMatchObject({ status: 'rejected', reason: { message: /malformed JSON/ } })
    expect(third).toEqual({ status: 'fulfilled', value: [[2]] })
  })

  it('go on where a failure has ended their transaction', async () => {
    const { read, saboteur } = open()
    const failure = sqliteError(10, 'disk I/O error')
    let left = 1
    saboteur.before = (sql) => {
      if (sql !== one || left-- <= 0) return
      saboteur.database.exec('rollback')
      throw failure
    }
    const [first, second] = await Promise.allSettled([read(one, [1]), read(one, [2])])
    expect(first).toMatchObject({ reason: { type: 'SERVICE_UNAVAILABLE', cause: failure } })
    expect(second).toEqual({ status: 'fulfilled', value: [[2]] })
  })

  it('are answered as far as they came where the file is locked then, and the others later', async () => {
    const { read, saboteur } = open(20_000)
    let count = 0
    saboteur.before = (sql) => {
      if (sql === one && [2, 3].includes(++count)) throw busy
    }
    const rows = await Promise.all([read(one, [1]), read(one, [2]), read(one, [3])])
    expect(rows).toEqual([[[1]], [[2]], [[3]]])
    const tries = ['begin', one, 'rollback'].join()
    expect(saboteur.ran.join()).toBe(
      `begin,${one},${one},rollback,${tries},begin,${one},${one},rollback`,
    )
  })

  it('are refused where the file stays locked for too long', async () => {
    const { read, saboteur } = open(20)
    saboteur.before = (sql) => {
      if (sql === one) throw busy
    }
    const refused = { reason: { type: 'SERVICE_UNAVAILABLE', cause: busy } }
    const outcomes = await Promise.allSettled([read(one, [1]), read(one, [2])])
    expect(outcomes).toMatchObject([refused, refused])
    saboteur.before = () => {}
    expect(await read(one, [1])).toEqual([[1]])
  })

  it('are answered before a catalog that is closed after them', async () => {
    const store = await createSqliteStore({ path: join(temporaryFolder(), 'catalog.sqlite') })
    const reading = store.ids('token', { where: { id: 'a' }, limit: 1 })
    await store.close()
    expect(await reading).toEqual([])
    const late = store.ids('token', { where: { id: 'a' }, limit: 1 })
    await expect(late).rejects.toMatchObject({ type: 'SERVICE_UNAVAILABLE' })
  })
})
