import { sweep } from '@accession/core'
import { expect, it } from 'vitest'
import { itemPath, sessionPath, signIn, upload } from '../support/library-api.ts'
import {
  admin,
  adminPassword,
  beginUpload,
  bytesOf,
  complete,
  filesOf,
  openSession,
  serveLibrary,
  storeItem,
} from './served-library.ts'

const minute = 60_000
const hour = 60 * minute

interface Session {
  readonly state: string
  readonly expiration_time: string
}

/** A library on a machine whose clock can be set. */
const serveOnClock = async () => {
  const clock = { offset: 0 }
  const machineTime = () => Date.now() + clock.offset
  return { clock, library: await serveLibrary({ store: 'memory:' }, { machineTime }) }
}

it('a clock that is set back by hours takes nothing away, and time goes on', async () => {
  const { clock, library } = await serveOnClock()
  const { api, logged } = library
  const { itemId, sessionId } = await openSession(library, 'image')
  const file = await api.addFile(sessionId, 'a.img', 10)
  const before = await api.call<Session>('GET', sessionPath(sessionId))
  clock.offset = -5 * hour
  await api.call('POST', sessionPath(sessionId, '?action=keep-alive'), { client_progress: 10 })
  const after = await api.call<Session>('GET', sessionPath(sessionId))
  expect(after.state).toBe('ACTIVE')
  expect(Date.parse(after.expiration_time)).toBeGreaterThanOrEqual(
    Date.parse(before.expiration_time),
  )
  await upload(file, bytesOf(10))
  await complete(api, sessionId)
  expect((await api.download(itemId)).get('a.img')).toEqual(bytesOf(10))
  expect(await api.call('GET', itemPath(itemId))).toMatchObject({ content_version: '2' })
  expect(logged).toContainEqual(expect.objectContaining({ level: 'warn', event: 'clock.leapt' }))
})

it('a clock that is set forward by minutes takes no running upload for a slow or a dead one', async () => {
  const { clock, library } = await serveOnClock()
  const { api, server } = library
  const { itemId, sessionId } = await openSession(library, 'image')
  const bytes = bytesOf(10)
  const file = await api.addFile(sessionId, 'a.img', 10)
  const uploading = await beginUpload(library, file, ['Content-Length: 10'], bytes.subarray(0, 5))
  clock.offset = 2 * minute
  await sweep(server.world)
  uploading.send(bytes.subarray(5, 6))
  // Told by what watches the upload, which has had a look at its pace by then.
  const told = async () =>
    (await filesOf(api, sessionId)).map(({ bytes_transferred }) => bytes_transferred)
  await expect.poll(told, { timeout: 10_000 }).toEqual([6])
  uploading.send(bytes.subarray(6))
  expect(await uploading.until('\r\n\r\n')).toMatch(/^HTTP\/1\.1 200/)
  await complete(api, sessionId)
  expect((await api.download(itemId)).get('a.img')).toEqual(bytes)
})

it('a clock that is set forward by hours ends what was due, and no more', async () => {
  const { clock, library } = await serveOnClock()
  const { api, server, logged } = library
  const keptId = await storeItem(library, 'kept', bytesOf(10))
  const { itemId, sessionId } = await openSession(library, 'image')
  await upload(await api.addFile(sessionId, 'a.img', 10), bytesOf(10))
  clock.offset = 5 * hour
  await expect(api.call('GET', sessionPath(sessionId))).rejects.toMatchObject({ status: 401 })
  const again = await signIn(server.url, admin, adminPassword)
  await expect(complete(again, sessionId)).rejects.toMatchObject({
    status: 400,
    body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
  })
  expect(await again.call('GET', itemPath(itemId))).toMatchObject({ content_version: '1' })
  expect((await again.download(keptId)).get('a.img')).toEqual(bytesOf(10))
  const nextId = await again.createSession(itemId)
  await upload(await again.addFile(nextId, 'a.img', 10), bytesOf(10))
  await complete(again, nextId)
  expect((await again.download(itemId)).get('a.img')).toEqual(bytesOf(10))
  expect(logged).toContainEqual(expect.objectContaining({ level: 'warn', event: 'clock.leapt' }))

  clock.offset = 0
  const lastId = await again.createSession(itemId)
  await again.addFile(lastId, 'b.img', 10)
  expect(await again.call('GET', sessionPath(lastId))).toMatchObject({ state: 'ACTIVE' })
  expect(await filesOf(again, lastId)).toHaveLength(2)
})
