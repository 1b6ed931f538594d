import { createTestLog } from '@accession/core/testing'
import type { LogLine } from '@accession/core/testing'
import { onTestFinished } from 'vitest'
import { readSettings, startServer } from '../../src/index.ts'
import type { RunningServer, SettingFlags, StartOptions } from '../../src/index.ts'
import { sessionPath, signIn, upload } from '../support/library-api.ts'
import type { LibraryApi, SessionFile } from '../support/library-api.ts'
import { openConnection } from '../support/raw-connection.ts'
import type { RawConnection } from '../support/raw-connection.ts'
import { passwords } from '../support/light-passwords.ts'

export const admin = 'administrator@vsphere.local'
export const adminPassword = 'correct horse'

/** A server in this process with a library in it, and what it logged. */
export interface ServedLibrary {
  readonly server: RunningServer
  readonly api: LibraryApi
  readonly libraryId: string
  readonly logged: readonly LogLine[]
}

/** Serves a library, in memory unless said otherwise, until the test ends. */
export const serveLibrary = async (
  flags: SettingFlags = { store: 'memory:' },
  options: StartOptions = {},
): Promise<ServedLibrary> => {
  const log = createTestLog()
  const settings = readSettings({ port: 0, adminPassword, ...flags }, {})
  const server = await startServer(settings, { log, passwords, graceMs: 50, ...options })
  onTestFinished(() => server.close())
  const api = await signIn(server.url, admin, adminPassword)
  return { server, api, libraryId: await api.createLibrary('images'), logged: log.lines }
}

/** An item with an update session on it. */
export const openSession = async (
  { api, libraryId }: ServedLibrary,
  name: string,
): Promise<{ readonly itemId: string; readonly sessionId: string }> => {
  const itemId = await api.createItem(libraryId, name)
  return { itemId, sessionId: await api.createSession(itemId) }
}

/** An item with one file, by a session that is completed. */
export const storeItem = async (
  library: ServedLibrary,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<string> => {
  const { api } = library
  const { itemId, sessionId } = await openSession(library, name)
  await upload(await api.addFile(sessionId, 'a.img', bytes.byteLength), bytes)
  await complete(api, sessionId)
  return itemId
}

export const complete = async (api: LibraryApi, sessionId: string): Promise<void> => {
  await api.call('POST', sessionPath(sessionId, '?action=complete'))
}

/** The files of a session as it shows them. */
export const filesOf = (api: LibraryApi, sessionId: string): Promise<readonly SessionFile[]> =>
  api.call('GET', sessionPath(sessionId, '/file'))

/** Begins an upload on a connection of its own, and waits until the server receives it. */
export const beginUpload = async (
  { server, api }: ServedLibrary,
  file: SessionFile,
  headers: readonly string[],
  first: string | Uint8Array,
): Promise<RawConnection> => {
  const before = server.world.transfers.count
  const connection = await openConnection(server.url)
  const { pathname } = new URL(String(file.upload_endpoint?.uri))
  connection.send(
    [`PUT ${pathname} HTTP/1.1`, 'Host: library.test', ...headers, '', ''].join('\r\n'),
  )
  connection.send(first)
  while (server.world.transfers.count === before) await api.call('GET', '/api/session')
  return connection
}

/** Resolves once the server receives nothing any more. */
export const untilQuiet = async ({ server, api }: ServedLibrary): Promise<void> => {
  while (server.world.transfers.count > 0) await api.call('GET', '/api/session')
}

/** Where a file of an item can be read now. */
export const downloadUrl = async (
  api: LibraryApi,
  itemId: string,
  file_name = 'a.img',
): Promise<URL> => {
  const path = '/api/content/library/item/download-session'
  const id = await api.call<string>('POST', path, { library_item_id: itemId })
  const prepared = await api.call<{ download_endpoint: { uri: string } }>(
    'POST',
    `${path}/${id}/file?action=prepare`,
    { file_name },
  )
  return new URL(prepared.download_endpoint.uri)
}

/** The ids of all bytes that are stored. */
export const storedBlobs = async ({ world }: RunningServer): Promise<readonly string[]> => {
  const ids: string[] = []
  for await (const { id } of world.blobs.list()) ids.push(id)
  return ids
}

/** Bytes that are not all the same. */
export const bytesOf = (size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size)
  for (let index = 0; index < size; index++) bytes[index] = (index * 31) % 251
  return bytes
}
