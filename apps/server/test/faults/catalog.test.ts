import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { itemPath } from '../support/library-api.ts'
import { failToStart } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { bytesOf, serveLibrary, storeItem } from './served-library.ts'

it('a catalog that another program holds refuses changes, answers reads, and is waited for', async () => {
  const data = temporaryFolder()
  const library = await serveLibrary({ data })
  const { api, logged } = library
  const itemId = await storeItem(library, 'kept', bytesOf(10))
  const before = await api.call('GET', itemPath(itemId))
  using other = new DatabaseSync(join(data, 'catalog.sqlite'))
  other.exec('begin immediate')
  const refused = api.createItem(library.libraryId, 'next')
  expect(await api.call('GET', itemPath(itemId))).toEqual(before)
  await expect(refused).rejects.toMatchObject({
    status: 503,
    body: { messages: [{ id: 'accession.service.store_locked' }] },
  })
  expect(logged).toContainEqual(
    expect.objectContaining({ level: 'error', cause: expect.objectContaining({ errcode: 5 }) }),
  )
  const waiting = api.createItem(library.libraryId, 'next')
  expect(await api.call('GET', itemPath(itemId))).toEqual(before)
  other.exec('rollback')
  const created = await waiting
  expect(await api.call('GET', itemPath(created))).toMatchObject({ name: 'next' })
})

it('a catalog that is newer than the program is left alone, and the program says why', async () => {
  const data = temporaryFolder()
  const library = await serveLibrary({ data })
  await storeItem(library, 'kept', bytesOf(10))
  await library.server.close()
  const path = join(data, 'catalog.sqlite')
  using database = new DatabaseSync(path)
  database.exec("insert into schema_version values (9999, 'from the future', 0)")
  const variables = { ACCESSION_DATA: data, ACCESSION_PORT: '0' }
  const { code, errors } = await failToStart(variables)
  expect(code).toBe(1)
  expect(errors).toContain(path)
  expect(errors).toMatch(/has schema version 9999, this program knows up to \d+: start a newer one/)
  database.exec('delete from schema_version where version = 9999')
  const again = await serveLibrary({ data })
  expect(await again.api.call('GET', '/api/content/local-library')).toHaveLength(2)
})
