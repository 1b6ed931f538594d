import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createNodeLog } from '../src/adapters/node-log.ts'
import { readSettings, startServer, StartError } from '../src/index.ts'
import type { RunningServer, SettingFlags } from '../src/index.ts'
import { itemPath, sessionPath, signIn, upload } from './support/library-api.ts'
import { openConnection } from './support/raw-connection.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const admin = 'administrator@vsphere.local'
const quiet = createNodeLog({ level: 'error', isReadable: false, write: () => undefined })

interface Started extends RunningServer {
  /** What was told to a person. */
  readonly announced: readonly (readonly [string, string])[]
}

const start = async (flags: SettingFlags): Promise<Started> => {
  const announced: [string, string][] = []
  const announce = (userName: string, password: string): void => {
    announced.push([userName, password])
  }
  const settings = readSettings({ port: 0, ...flags }, {})
  const server = await startServer(settings, { log: quiet, announce, graceMs: 50 })
  onTestFinished(() => server.close())
  return { ...server, announced }
}

const inMemory = () => start({ store: 'memory:', adminPassword: 'correct horse' })

/** An item with a session on it, and a file that waits for its bytes. */
const waitingFile = async (server: RunningServer, name: string, size?: number) => {
  const api = await signIn(server.url, admin, 'correct horse')
  const itemId = await api.createItem(await api.createLibrary('images'), 'image')
  const sessionId = await api.createSession(itemId)
  return { api, itemId, sessionId, file: await api.addFile(sessionId, name, size) }
}

const bytesOf = (size: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: size }, (_, index) => (index * 31) % 251)

describe('a server over a folder', () => {
  it('lets the first user in with the password that was made, also after a restart', async () => {
    const data = join(temporaryFolder(), 'data')
    const first = await start({ data })
    expect(await fetch(new URL('/healthz', first.url))).toMatchObject({ status: 200 })
    expect(await fetch(new URL('/readyz', first.url))).toMatchObject({ status: 200 })
    const password = String(first.adminPassword)
    expect(first.announced).toEqual([[admin, password]])
    expect(statSync(data).mode & 0o777).toBe(0o700)
    const library = await (await signIn(first.url, admin, password)).createLibrary('images')
    await first.close()

    const second = await start({ data, adminPassword: 'another' })
    expect(second.adminPassword).toBeUndefined()
    expect(second.announced).toEqual([])
    const api = await signIn(second.url, admin, password)
    expect(await api.call('GET', '/api/content/local-library')).toEqual([library])
    await expect(signIn(second.url, admin, 'another')).rejects.toMatchObject({ status: 401 })
  })

  it('shares it with a second one', async () => {
    const data = temporaryFolder()
    const [one, other] = await Promise.all([
      start({ data, adminPassword: 'correct horse' }),
      start({ data, adminPassword: 'correct horse' }),
    ])
    const api = await signIn(one.url, admin, 'correct horse')
    const library = await api.createLibrary('images')
    const beside = await signIn(other.url, admin, 'correct horse')
    expect(await beside.call('GET', '/api/content/local-library')).toEqual([library])
  })

  it('leaves the catalog to others when its port is in use', async () => {
    const data = temporaryFolder()
    const { url } = await start({ data, adminPassword: 'correct horse' })
    const again = start({ data, port: url.port })
    await expect(again).rejects.toThrow(StartError)
    await expect(again).rejects.toThrow('is in use')
  })

  it('says so when its folder cannot be made', async () => {
    await expect(start({ data: '/dev/null/data' })).rejects.toThrow(/^The data folder .+ENOTDIR/)
  })
})

describe('an upload', () => {
  const size = 24 * 1024 * 1024 + 7
  const content = bytesOf(size)
  const chunked = (): ReadableStream<Uint8Array> => new Blob([content]).stream()

  it.each([
    ['with its length', () => content],
    ['in chunks', chunked],
  ])('arrives whole %s', async (_how, body) => {
    const { api, itemId, sessionId, file } = await waitingFile(await inMemory(), 'disk.img')
    await upload(file, body())
    await api.call('POST', sessionPath(sessionId, '?action=complete'))
    const files = await api.download(itemId)
    expect([...files.keys()]).toEqual(['disk.img'])
    expect(Buffer.compare(files.get('disk.img') ?? bytesOf(0), content)).toBe(0)
    expect(await api.call('GET', itemPath(itemId))).toMatchObject({ size, content_version: '2' })
  })

  it('is told to go on when it is wanted, and is not sent when it is not', async () => {
    const server = await inMemory()
    const { api, sessionId, file } = await waitingFile(server, 'a.img', 5)
    const { pathname } = new URL(String(file.upload_endpoint?.uri))
    const head = [`PUT ${pathname} HTTP/1.1`, 'Host: x', 'Content-Length: 5']
    const request = [...head, 'Expect: 100-continue', '', ''].join('\r\n')

    const wanted = await openConnection(server.url)
    wanted.send(request)
    await wanted.until('100 Continue')
    wanted.send('12345')
    expect(await wanted.until('\r\n\r\nHTTP/1.1 ')).toMatch(/HTTP\/1\.1 20[014] /)

    await api.call('POST', sessionPath(sessionId, '?action=cancel'))
    const refused = await openConnection(server.url)
    refused.send(request)
    expect(await refused.until('not_wanted')).toMatch(/^HTTP\/1\.1 400/)
  })

  it('that breaks off can be sent again', async () => {
    const server = await inMemory()
    const { api, itemId, sessionId, file } = await waitingFile(server, 'a.img', 5)
    const { pathname } = new URL(String(file.upload_endpoint?.uri))
    const broken = await openConnection(server.url)
    broken.send([`PUT ${pathname} HTTP/1.1`, 'Host: x', 'Content-Length: 5', '', '12'].join('\r\n'))
    while (server.world.transfers.count === 0) {
      await api.call('GET', sessionPath(sessionId))
    }
    broken.socket.destroy()
    await upload(file, bytesOf(5))
    await api.call('POST', sessionPath(sessionId, '?action=complete'))
    expect((await api.download(itemId)).get('a.img')).toEqual(bytesOf(5))
  })
})

describe('closing', () => {
  it('tells a running upload, and puts its file back', async () => {
    const data = temporaryFolder()
    const server = await start({ data, adminPassword: 'correct horse' })
    const { api, sessionId, file } = await waitingFile(server, 'a.img', 5)
    const { pathname } = new URL(String(file.upload_endpoint?.uri))
    const running = await openConnection(server.url)
    running.send(
      [`PUT ${pathname} HTTP/1.1`, 'Host: x', 'Content-Length: 5', '', '12'].join('\r\n'),
    )
    while (server.world.transfers.count === 0) {
      await api.call('GET', sessionPath(sessionId))
    }
    await server.close()
    expect(await running.closed()).toMatch(/^HTTP\/1\.1 503[^]*shutting_down/)

    const next = await start({ data })
    const again = await signIn(next.url, admin, 'correct horse')
    const files = await again.call('GET', sessionPath(sessionId, '/file'))
    expect(files).toMatchObject([{ name: 'a.img', status: 'WAITING_FOR_TRANSFER' }])
  })
})
