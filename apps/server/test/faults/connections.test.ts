import { createTestLog } from '@accession/core/testing'
import { describe, expect, it } from 'vitest'
import { connectionLimits } from '../../src/listening/connection-limits.ts'
import { fitToOpenFiles, openFilesMax } from '../../src/listening/open-files.ts'
import { openConnection } from '../support/raw-connection.ts'
import type { RawConnection } from '../support/raw-connection.ts'
import {
  beginUpload,
  bytesOf,
  downloadUrl,
  filesOf,
  openSession,
  serveLibrary,
  storeItem,
  untilQuiet,
} from './served-library.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'

const openMany = async (url: URL, count: number): Promise<RawConnection[]> => {
  const connections: RawConnection[] = []
  while (connections.length < count) {
    const batch = Math.min(100, count - connections.length)
    connections.push(
      ...(await Promise.all(Array.from({ length: batch }, () => openConnection(url)))),
    )
  }
  return connections
}

const get = 'GET /healthz HTTP/1.1\r\nHost: library.test\r\n\r\n'

describe('many connections', () => {
  const connectionsMax = isLong ? 8_000 : 400

  it('that idle, up to the limit, do not keep a request of another waiting', async () => {
    const limits = { ...connectionLimits, connectionsMax }
    const { server } = await serveLibrary({ store: 'memory:' }, { limits })
    const busy = await openConnection(server.url)
    busy.send(get)
    await busy.until('"alive"')
    // The client that set the library up keeps some of its own open.
    const idle = await openMany(server.url, connectionsMax - 20)
    const answers = () => busy.received().split('"alive"').length - 1
    for (let turn = 2; turn <= 10; turn++) {
      busy.send(get)
      await expect.poll(answers, { interval: 1, timeout: 10_000 }).toBe(turn)
    }
    const late = idle.at(-1)
    late?.send(get)
    await late?.until('"alive"')
    for (const { socket } of idle) socket.destroy()
  })

  it('past the limit are turned away, and what is running goes on', async () => {
    const limits = { ...connectionLimits, connectionsMax: isLong ? 4_096 : 200 }
    const library = await serveLibrary({ store: 'memory:' }, { limits })
    const { api, server } = library
    const { sessionId } = await openSession(library, 'image')
    const file = await api.addFile(sessionId, 'a.img', 10)
    const uploading = await beginUpload(library, file, ['Content-Length: 10'], '12345')
    const many = await openMany(server.url, isLong ? 10_000 : 600)
    const open = () => many.filter(({ socket }) => !socket.closed).length
    await expect.poll(open, { timeout: 10_000 }).toBeLessThan(limits.connectionsMax)
    uploading.send('67890')
    expect(await uploading.until('\r\n\r\n')).toMatch(/^HTTP\/1\.1 200/)
    for (const { socket } of many) socket.destroy()
    const answered = async (): Promise<number | undefined> =>
      (await fetch(new URL('/healthz', server.url)).catch(() => undefined))?.status
    await expect.poll(answered, { timeout: 10_000 }).toBe(200)
    expect(await filesOf(api, sessionId)).toMatchObject([{ status: 'READY' }])
  })

  it('that are all silent, and as many as may be, let others in', async () => {
    const limits = { ...connectionLimits, connectionsMax: isLong ? 4_096 : 200, unaskedMs: 100 }
    const { server } = await serveLibrary({ store: 'memory:' }, { limits })
    // The first that are too many close those of the client that set the library up.
    const many = await openMany(server.url, limits.connectionsMax + 100)
    const answered = async (): Promise<string> => {
      const late = await openConnection(server.url)
      late.send(get)
      return late.until('"alive"').catch(() => 'turned away')
    }
    await expect.poll(answered, { interval: 20, timeout: 10_000 }).toContain('200 OK')
    for (const { socket } of many) socket.destroy()
  })

  it('that send their headers letter by letter are closed, and keep nobody waiting', async () => {
    const limits = { ...connectionLimits, headersMs: 300 }
    const { server } = await serveLibrary({ store: 'memory:' }, { limits })
    const slow = await openMany(server.url, isLong ? 1_000 : 100)
    let letters = 0
    const dripping = setInterval(() => {
      letters++
      for (const connection of slow)
        if (!connection.socket.destroyed)
          connection.send(letters === 1 ? 'GET / HTTP/1.1\r\nX: ' : 'x')
    }, 20)
    try {
      expect(await fetch(new URL('/healthz', server.url))).toMatchObject({ status: 200 })
      for (const text of await Promise.all(slow.map((each) => each.closed())))
        expect(text).toContain('408')
    } finally {
      clearInterval(dripping)
    }
    expect(letters).toBeGreaterThan(5)
  })

  it('are no more than the process may open files for', () => {
    const log = createTestLog()
    expect(fitToOpenFiles(connectionLimits, log, 1024).connectionsMax).toBe(512)
    expect(fitToOpenFiles(connectionLimits, log, 400).connectionsMax).toBe(100)
    expect(log.lines.map(({ event }) => event)).toEqual([
      'server.few_open_files',
      'server.few_open_files',
    ])
    expect(fitToOpenFiles(connectionLimits, log, 100_000)).toBe(connectionLimits)
    expect(log.lines).toHaveLength(2)
    if (process.platform === 'linux') expect(openFilesMax()).toBeGreaterThan(0)
  })
})

describe('a client that stops', () => {
  // Longer than a password check takes; and no connection is used again just when it is closed.
  const limits = { ...connectionLimits, silentMs: 2_000, keepAliveMs: 1 }

  it('sending is cut, and its file waits for another upload', async () => {
    const library = await serveLibrary({ store: 'memory:' }, { limits })
    const { sessionId } = await openSession(library, 'image')
    const file = await library.api.addFile(sessionId, 'a.img', 10)
    const silent = await beginUpload(library, file, ['Content-Length: 10'], '12345')
    await silent.closed()
    await untilQuiet(library)
    expect(await filesOf(library.api, sessionId)).toMatchObject([
      { status: 'WAITING_FOR_TRANSFER' },
    ])
  })

  it('reading is cut, and nothing is read for it any more', async () => {
    const library = await serveLibrary({ store: 'memory:' }, { limits })
    const { api, server } = library
    const itemId = await storeItem(library, 'image', bytesOf(32 * 1024 * 1024))
    const { pathname } = await downloadUrl(api, itemId)
    const reader = await openConnection(server.url)
    reader.send(`GET ${pathname} HTTP/1.1\r\nHost: library.test\r\n\r\n`)
    await reader.until('200 OK')
    reader.socket.pause()
    const running = 'accession_transfers_running{direction="download"}'
    const downloads = async (): Promise<string | undefined> => {
      const text = await (await fetch(new URL('/metrics', server.url), asAdmin(api.token))).text()
      return text.split('\n').find((line) => line.startsWith(running))
    }
    expect(await downloads()).toBe(`${running} 1`)
    await expect.poll(downloads, { interval: 50, timeout: 20_000 }).toBe(`${running} 0`)
    reader.socket.destroy()
  })
})

const asAdmin = (token: string): RequestInit => ({ headers: { 'vmware-api-session-id': token } })
