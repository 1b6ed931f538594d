import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { sessionPath, signIn } from '../support/library-api.ts'
import type { LibraryApi, SessionFile } from '../support/library-api.ts'
import { startServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { admin, adminPassword } from './served-library.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const mebibyte = 1024 * 1024
const size = (isLong ? 1024 : 24) * mebibyte

/** Any range of the file is made when it is asked for, wherever in a word of it that begins and ends. */
const bytesAt = (position: number, count: number): Buffer => {
  const skipped = position % 4
  const words = Buffer.alloc(Math.ceil((skipped + count) / 4) * 4)
  for (let index = 0; index < words.length; index += 4) {
    const at = position - skipped + index
    words.writeUInt32LE(Math.imul(at, 2_654_435_761) >>> 0, index)
  }
  return words.subarray(skipped, skipped + count)
}

const chunkBytes = 64 * 1024

/** A place in the file where one of its chunks ends. */
const placeAt = (share: number): number => Math.floor((share * size) / chunkBytes) * chunkBytes

const digest = (): string => {
  const hash = createHash('sha256')
  for (let at = 0; at < size; at += chunkBytes) hash.update(bytesAt(at, chunkBytes))
  return hash.digest('hex')
}

/** A plain web server that cuts its connection at these bytes, once each, and stands still at one. */
const serveFile = async (cuts: number[], standAt: number) => {
  const state = { sent: 0, requests: 0, isStanding: false, mayGoOn: false }
  const server = createServer(async ({ headers }, response) => {
    state.requests++
    const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)
    const isPart = from > 0 && headers['if-range'] === '"v1"'
    const start = isPart ? from : 0
    response.writeHead(isPart ? 206 : 200, {
      etag: '"v1"',
      'accept-ranges': 'bytes',
      'content-length': size - start,
      ...(isPart && { 'content-range': `bytes ${start}-${size - 1}/${size}` }),
    })
    for (let at = start; at < size && !response.destroyed;) {
      if (at >= standAt && !state.mayGoOn) {
        state.isStanding = true
        await once(response, 'close')
        return
      }
      const cut = cuts.find((each) => each >= at) ?? Infinity
      const count = Math.min(chunkBytes, size - at, cut - at)
      if (count === 0) {
        cuts.splice(cuts.indexOf(cut), 1)
        response.socket?.end()
        return
      }
      state.sent += count
      at += count
      // Resolves when it is sent, or fails when nobody takes it any more.
      const isTaken = await new Promise<boolean>((resolve) => {
        response.write(bytesAt(at - count, count), (error) => resolve(!error))
      })
      if (!isTaken) return
    }
    response.end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { state, port, url: `http://127.0.0.1:${port}/disk.img?signature=secret` }
}

/** Looks until it is so; whoever is looked at takes its own time. */
const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await sleep(100)
}

const fileOf = (api: LibraryApi, session: string): Promise<SessionFile> =>
  api.call('GET', sessionPath(session, '/file/disk.img'))

it(
  'a pulled file survives three cut connections and a killed server, and hardly anything is fetched twice',
  { timeout: 600_000 },
  async () => {
    const source = await serveFile([0.2, 0.45, 0.8].map(placeAt), placeAt(0.6))
    const variables = {
      ACCESSION_DATA: temporaryFolder(),
      ACCESSION_ADMIN_PASSWORD: adminPassword,
      ACCESSION_FETCH_ALLOW: `127.0.0.1:${source.port}`,
    }
    const first = await startServerProcess(variables)
    onTestFinished(() => first.signal('SIGKILL'))
    const api = await signIn(first.url, admin, adminPassword)
    const item = await api.createItem(await api.createLibrary('images'), 'image')
    const session = await api.createSession(item)
    await api.call('POST', sessionPath(session, '/file'), {
      name: 'disk.img',
      source_type: 'PULL',
      source_endpoint: { uri: source.url },
      checksum_info: { algorithm: 'SHA256', checksum: digest() },
    })
    await api.call('POST', sessionPath(session, '?action=complete'))
    await until(() => source.state.isStanding)
    await until(async () => (await fileOf(api, session)).bytes_transferred > size / 2)
    first.signal('SIGKILL')
    await first.exited
    source.state.mayGoOn = true

    const second = await startServerProcess(variables)
    onTestFinished(() => second.signal('SIGKILL'))
    const again = await signIn(second.url, admin, adminPassword)
    const state = async () =>
      (await again.call<{ state: string }>('GET', sessionPath(session))).state
    await until(async () => (await state()) !== 'ACTIVE')
    expect(await state()).toBe('DONE')
    const [content] = await again.download(item)
    expect(
      createHash('sha256')
        .update(content?.[1] ?? '')
        .digest('hex'),
    ).toBe(digest())
    expect(source.state.sent).toBeLessThan(1.2 * size)
    expect(source.state.requests).toBe(5)
    for (const server of [first, second]) {
      expect(server.output() + server.errors()).not.toContain('secret')
    }
  },
)
