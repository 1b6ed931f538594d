import { expect, it, onTestFinished } from 'vitest'
import { signIn, upload } from '../support/library-api.ts'
import type { SessionFile } from '../support/library-api.ts'
import { openConnection } from '../support/raw-connection.ts'
import { startServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { useOf } from './process-memory.ts'
import { admin, adminPassword, bytesOf, complete } from './served-library.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const sessions = isLong ? 500 : 100
const size = 256 * 1024
const residentMax = 400 * 1024 * 1024

/** An upload that has sent the first half of its file, and can be told to go on. */
const beginHalf = async (url: URL, file: SessionFile, bytes: Uint8Array) => {
  const { pathname } = new URL(String(file.upload_endpoint?.uri))
  const connection = await openConnection(url)
  const head = [`PUT ${pathname} HTTP/1.1`, 'Host: library.test', `Content-Length: ${size}`]
  connection.send([...head, '', ''].join('\r\n'))
  connection.send(bytes.subarray(0, size / 2))
  return async (): Promise<string> => {
    connection.send(bytes.subarray(size / 2))
    const answer = await connection.until('\r\n\r\n')
    connection.socket.destroy()
    return answer
  }
}

it(`${sessions} sessions that upload at once all arrive, and keep no other request waiting`, async () => {
  const server = await startServerProcess({
    ACCESSION_DATA: temporaryFolder(),
    ACCESSION_ADMIN_PASSWORD: adminPassword,
  })
  onTestFinished(() => server.signal('SIGKILL'))
  const api = await signIn(server.url, admin, adminPassword)
  const libraryId = await api.createLibrary('images')
  const bytes = bytesOf(size)
  const begun = await Promise.all(
    Array.from({ length: sessions }, async (_, index) => {
      const itemId = await api.createItem(libraryId, `image-${index}`)
      const sessionId = await api.createSession(itemId)
      const file = await api.addFile(sessionId, 'a.img', size)
      return { itemId, sessionId, finish: await beginHalf(server.url, file, bytes) }
    }),
  )
  // All of them are half-way now: others are answered, small uploads among them.
  expect(await fetch(new URL('/readyz', server.url))).toMatchObject({ status: 200 })
  const itemId = await api.createItem(libraryId, 'another')
  const sessionId = await api.createSession(itemId)
  await upload(await api.addFile(sessionId, 'a.img', 10), bytesOf(10))
  await complete(api, sessionId)

  const answers = await Promise.all(begun.map(({ finish }) => finish()))
  expect(answers.filter((answer) => !answer.startsWith('HTTP/1.1 200'))).toEqual([])
  await Promise.all(begun.map((each) => complete(api, each.sessionId)))
  const last = begun.at(-1)
  expect((await api.download(last?.itemId ?? '')).get('a.img')).toEqual(bytes)
  const library = await api.call<{ version: string }>(
    'GET',
    `/api/content/local-library/${libraryId}`,
  )
  expect(Number(library.version)).toBeGreaterThan(sessions)
  const use = useOf(server.pid)
  if (use) expect(use.residentPeak).toBeLessThan(residentMax)
})
