import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { insert } from '@accession/core/ports'
import { describeSnapshots, describeStore, sampleRow } from '@accession/core/testing'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/temporary-folder.ts'
import { createSqliteStore } from './create-sqlite-store.ts'
import { openDatabase } from './open-database.ts'

describeStore('sqlite in memory', () => createSqliteStore({ path: ':memory:' }))

const openInFile = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'accession-store-'))
  const store = await createSqliteStore({ path: join(folder, 'catalog.sqlite') })
  return {
    ...store,
    async [Symbol.asyncDispose]() {
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

describeStore('sqlite in a file', openInFile)
describeSnapshots('sqlite in a file', openInFile)

describe('a catalog in a file', () => {
  it('is there again after it was closed', async () => {
    const path = join(temporaryFolder(), 'deep', 'catalog.sqlite')
    const row = sampleRow('library')
    const first = await createSqliteStore({ path })
    await first.commit([insert('library', row)])
    await first.close()
    expect(existsSync(`${path}-wal`)).toBe(false)
    await using second = await createSqliteStore({ path })
    expect(await second.find('library', { where: { id: row.id }, limit: 1 })).toEqual([row])
  })

  it.runIf(process.platform !== 'win32')('is readable by its owner alone', async () => {
    const path = join(temporaryFolder(), 'catalog.sqlite')
    await using store = await createSqliteStore({ path })
    await store.commit([insert('setting', sampleRow('setting'))])
    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      expect(statSync(file).mode & 0o777, file).toBe(0o600)
    }
  })

  it('is written ahead, and synced at each commit', async () => {
    const path = join(temporaryFolder(), 'catalog.sqlite')
    using database = await openDatabase(path, 100)
    expect(database.prepare('pragma journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(database.prepare('pragma synchronous').get()).toEqual({ synchronous: 2 })
    expect(database.prepare('pragma fullfsync').get()).toEqual({ fullfsync: 1 })
  })

  it('answers what was asked before it closes, and refuses what comes after', async () => {
    const path = join(temporaryFolder(), 'catalog.sqlite')
    const store = await createSqliteStore({ path })
    const asked = store.commit([insert('setting', sampleRow('setting'))])
    await Promise.all([store.close(), store.close()])
    expect(await asked).toEqual({ outcome: 'committed' })
    const unavailable = { type: 'SERVICE_UNAVAILABLE', cause: { code: 'ERR_INVALID_STATE' } }
    const late = store.commit([insert('setting', sampleRow('setting'))])
    await expect(late).rejects.toMatchObject(unavailable)
    const query = { where: { id: 'a' }, limit: 1 }
    await expect(store.find('setting', query)).rejects.toMatchObject(unavailable)
    await expect(store.ids('setting', query)).rejects.toMatchObject(unavailable)
  })

  it('tells as unavailable what is not a database, or cannot be one', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'text')
    writeFileSync(path, 'This is not a database, however long it is. '.repeat(100))
    await expect(createSqliteStore({ path })).rejects.toMatchObject({
      type: 'SERVICE_UNAVAILABLE',
      cause: { errcode: 26 },
    })
    await expect(createSqliteStore({ path: join(path, 'catalog.sqlite') })).rejects.toMatchObject({
      type: 'SERVICE_UNAVAILABLE',
      cause: { syscall: 'mkdir' },
    })
    await expect(createSqliteStore({ path: folder })).rejects.toMatchObject({
      type: 'SERVICE_UNAVAILABLE',
      cause: { code: 'EISDIR' },
    })
  })
})
