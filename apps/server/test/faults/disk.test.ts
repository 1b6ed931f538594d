import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { createAdmin, StartError } from '../../src/index.ts'
import { itemPath, sessionPath, upload } from '../support/library-api.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import {
  beginUpload,
  bytesOf,
  complete,
  filesOf,
  openSession,
  serveLibrary,
  storedBlobs,
  storeItem,
} from './served-library.ts'
import type { ServedLibrary } from './served-library.ts'
import { mountSmallDisk } from './small-disk.ts'

const mebibyte = 1024 * 1024
const signal = new AbortController().signal

it('a file for which there is no room is refused before it is sent', async (context) => {
  const { folder } = mountSmallDisk(context, 100 * mebibyte)
  const library = await serveLibrary({ data: folder })
  const { api } = library
  const { itemId, sessionId } = await openSession(library, 'image')
  await expect(api.addFile(sessionId, 'large.img', 60 * mebibyte)).rejects.toMatchObject({
    status: 400,
    body: {
      error_type: 'UNABLE_TO_ALLOCATE_RESOURCE',
      messages: [{ args: ['large.img', String(60 * mebibyte)] }],
    },
  })
  expect(await api.call('GET', sessionPath(sessionId))).toMatchObject({ state: 'ACTIVE' })
  expect(await filesOf(api, sessionId)).toEqual([])
  await upload(await api.addFile(sessionId, 'small.img', 5), bytesOf(5))
  await complete(api, sessionId)
  expect((await api.download(itemId)).get('small.img')).toEqual(bytesOf(5))
})

it('a disk that fills while a file arrives gives back what came, and takes it once there is room', async (context) => {
  const disk = mountSmallDisk(context, 80 * mebibyte)
  const library = await serveLibrary({
    data: temporaryFolder(),
    blobs: pathToFileURL(disk.folder).href,
  })
  const { api, server } = library
  const { itemId, sessionId } = await openSession(library, 'image')
  const file = await api.addFile(sessionId, 'a.img')
  const bytes = bytesOf(mebibyte)
  const uploading = await beginUpload(
    library,
    file,
    ['Content-Length: 1048576'],
    bytes.subarray(0, 9),
  )
  disk.fill()
  uploading.send(bytes.subarray(9))
  expect(await uploading.until('}')).toMatch(
    /^HTTP\/1\.1 400[^]*accession\.transfer\.space_ran_out/,
  )
  expect(await filesOf(api, sessionId)).toMatchObject([{ status: 'WAITING_FOR_TRANSFER' }])
  expect(await storedBlobs(server)).toEqual([])
  disk.empty()
  await upload(file, bytes)
  await complete(api, sessionId)
  expect((await api.download(itemId)).get('a.img')).toEqual(bytes)
})

it('a full disk of the catalog refuses changes, keeps what is there, and is forgotten once there is room', async (context) => {
  const disk = mountSmallDisk(context, 100 * mebibyte)
  const data = join(disk.folder, 'data')
  const library = await serveLibrary({ data })
  const { api, server, logged } = library
  const itemId = await storeItem(library, 'kept', bytesOf(mebibyte))
  const { sessionId } = await openSession(library, 'next')
  const full = { status: 503, body: { messages: [{ id: 'accession.service.store_full' }] } }

  disk.fill()
  await expect(createUntilRefused(library)).rejects.toMatchObject(full)
  await expect(complete(api, sessionId)).rejects.toMatchObject(full)
  expect(logged).toContainEqual(
    expect.objectContaining({ level: 'error', cause: expect.objectContaining({ errcode: 13 }) }),
  )
  expect(await api.call('GET', itemPath(itemId))).toMatchObject({ name: 'kept', size: mebibyte })
  expect(await fetch(new URL('/healthz', server.url))).toMatchObject({ status: 200 })

  disk.empty()
  expect((await api.download(itemId)).get('a.img')).toEqual(bytesOf(mebibyte))
  await upload(await api.addFile(sessionId, 'a.img'), bytesOf(8 * mebibyte))
  await complete(api, sessionId)
  await server.close()
  await using admin = await createAdmin({ data })
  expect((await admin.verify({ signal, graceMs: 0 })).findings).toEqual([])
})

/** The catalog may have some pages left to write into. */
const createUntilRefused = async ({ api, libraryId }: ServedLibrary): Promise<void> => {
  for (let index = 0; index < 1_000; index++) {
    await api.createItem(libraryId, `${index}-${'x'.repeat(60)}`)
  }
}

it('a disk of the bytes that becomes read-only refuses uploads, answers downloads, and is forgotten', async (context) => {
  const disk = mountSmallDisk(context, 100 * mebibyte)
  const blobs = pathToFileURL(disk.folder).href
  const library = await serveLibrary({ data: temporaryFolder(), blobs })
  const { api, logged } = library
  const keptId = await storeItem(library, 'kept', bytesOf(mebibyte))
  const { itemId, sessionId } = await openSession(library, 'image')
  const file = await api.addFile(sessionId, 'a.img', 10)
  disk.makeReadOnly()
  await expect(upload(file, bytesOf(10))).rejects.toMatchObject({
    status: 503,
    body: { messages: [{ id: 'accession.service.blobs_read_only' }] },
  })
  expect(logged).toContainEqual(
    expect.objectContaining({ level: 'error', cause: expect.objectContaining({ code: 'EROFS' }) }),
  )
  expect(await filesOf(api, sessionId)).toMatchObject([{ status: 'WAITING_FOR_TRANSFER' }])
  expect((await api.download(keptId)).get('a.img')).toEqual(bytesOf(mebibyte))
  disk.makeWritable()
  await upload(file, bytesOf(10))
  await complete(api, sessionId)
  expect((await api.download(itemId)).get('a.img')).toEqual(bytesOf(10))
})

it('a disk that is read-only is told of at the start, and nothing on it changes', async (context) => {
  const disk = mountSmallDisk(context, 100 * mebibyte)
  const first = await serveLibrary({ data: disk.folder })
  const itemId = await storeItem(first, 'kept', bytesOf(mebibyte))
  await first.server.close()
  disk.makeReadOnly()
  await expect(serveLibrary({ data: disk.folder })).rejects.toThrow(StartError)
  await expect(serveLibrary({ data: disk.folder })).rejects.toThrow(/read-?only/i)
  disk.makeWritable()
  const again = await serveLibrary({ data: disk.folder })
  expect((await again.api.download(itemId)).get('a.img')).toEqual(bytesOf(mebibyte))
})
