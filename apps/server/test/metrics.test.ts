import { describe, expect, it, onTestFinished } from 'vitest'
import { parseExposition } from '@accession/core/testing'
import { createNodeLog } from '../src/adapters/node-log.ts'
import { readSettings, startServer } from '../src/index.ts'
import type { RunningServer, SettingFlags } from '../src/index.ts'
import { sessionPath, signIn, upload } from './support/library-api.ts'
import { openConnection } from './support/raw-connection.ts'
import { passwords } from './support/light-passwords.ts'

const userName = 'administrator@vsphere.local'
const password = 'correct horse'
const token = 'a-token-for-scrapers'
const quiet = createNodeLog({ level: 'error', isReadable: false, write: () => undefined })

const start = async (flags: SettingFlags = { metricsToken: token }): Promise<RunningServer> => {
  const memory = { port: 0, store: 'memory:', adminPassword: password }
  const settings = readSettings({ ...memory, ...flags }, {})
  const server = await startServer(settings, { log: quiet, passwords, graceMs: 50 })
  onTestFinished(() => server.close())
  return server
}

const scrape = async ({ url }: RunningServer): Promise<string> => {
  const answer = await fetch(new URL('/metrics', url), {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(answer.status).toBe(200)
  return answer.text()
}

const valueOf = (text: string, name: string, labels: Record<string, string> = {}): number => {
  const samples = parseExposition(text).get(name)?.samples ?? []
  const sample = samples.find((one) =>
    Object.entries(labels).every(([label, value]) => one.labels[label] === value),
  )
  if (!sample) throw new Error(`There is no ${name} ${JSON.stringify(labels)}`)
  return sample.value
}

describe('the metrics of a server', () => {
  it('tell of the process', async () => {
    const text = await scrape(await start())
    const { labels } = parseExposition(text).get('accession_build_info')?.samples[0] ?? {}
    expect(labels).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      runtime: `Node.js ${process.versions.node}`,
    })
    expect(valueOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
    expect(valueOf(text, 'nodejs_heap_size_used_bytes')).toBeGreaterThan(1_000_000)
    expect(valueOf(text, 'process_cpu_seconds_total')).toBeGreaterThan(0)
    const started = valueOf(text, 'process_start_time_seconds')
    expect(Math.abs(started - (Date.now() / 1000 - process.uptime()))).toBeLessThan(60)
    expect(parseExposition(text).has('accession_postgres_connections')).toBe(false)
  })

  it('tell how late the event loop was since the last look', async () => {
    const server = await start()
    let text = ''
    const longest = async (): Promise<number> => {
      const until = performance.now() + 100
      while (performance.now() < until);
      text = await scrape(server)
      return valueOf(text, 'nodejs_eventloop_lag_max_seconds')
    }
    await expect.poll(longest).toBeGreaterThan(0.05)
    expect(valueOf(text, 'nodejs_eventloop_lag_mean_seconds')).toBeLessThanOrEqual(
      valueOf(text, 'nodejs_eventloop_lag_max_seconds'),
    )
  })

  it('tell of work: requests, uploads and what they were, commits and the sweep', async () => {
    const server = await start()
    const api = await signIn(server.url, userName, password)
    const item = await api.createItem(await api.createLibrary('images'), 'image')
    const session = await api.createSession(item)
    await upload(await api.addFile(session, 'a.img', 5), new TextEncoder().encode('12345'))
    const { pathname } = new URL(String((await api.addFile(session, 'b', 5)).upload_endpoint?.uri))
    const broken = await openConnection(server.url)
    broken.send([`PUT ${pathname} HTTP/1.1`, 'Host: x', 'Content-Length: 5', '', '12'].join('\r\n'))
    const running = { direction: 'upload' }
    await expect
      .poll(async () => valueOf(await scrape(server), 'accession_transfers_running', running))
      .toBe(1)
    broken.socket.destroy()
    const outcome = { outcome: 'interrupted' }
    await expect
      .poll(async () => valueOf(await scrape(server), 'accession_uploads_total', outcome))
      .toBe(1)
    await api.call('POST', sessionPath(session, '?action=cancel'))
    await api.call('DELETE', sessionPath(session))

    const text = await scrape(server)
    expect(valueOf(text, 'accession_transfers_running', running)).toBe(0)
    expect(valueOf(text, 'accession_uploads_total', { outcome: 'ready' })).toBe(1)
    expect(valueOf(text, 'accession_transfer_bytes_total', running)).toBe(7)
    const operation = 'updateSession.delete'
    const deleted = { operation, dialect: 'api', status: '2xx' }
    expect(valueOf(text, 'accession_http_requests_total', deleted)).toBe(1)
    const attempts = { operation, outcome: 'committed' }
    expect(valueOf(text, 'accession_commit_attempts_total', attempts)).toBe(1)
    const committed = 'accession_store_commit_duration_seconds'
    const samples = parseExposition(text).get(committed)?.samples ?? []
    const counts = samples.filter(({ name }) => name.endsWith('_count'))
    expect(Math.max(...counts.map(({ value }) => value))).toBeGreaterThan(5)
    await expect
      .poll(async () => valueOf(await scrape(server), 'accession_sweep_steps_total'))
      .toBeGreaterThan(0)
  })
})

const status = async ({ url }: RunningServer, headers: Record<string, string> = {}) =>
  (await fetch(new URL('/metrics', url), { headers })).status

describe('a download whose client goes', () => {
  it('is told as left, and runs no more', async () => {
    const server = await start()
    const api = await signIn(server.url, userName, password)
    const item = await api.createItem(await api.createLibrary('images'), 'image')
    const session = await api.createSession(item)
    await upload(await api.addFile(session, 'a.img'), new Uint8Array(32 * 1024 * 1024))
    await api.call('POST', sessionPath(session, '?action=complete'))
    const files = `/api/content/library/item/${item}/file`
    const [file] = await api.call<{ file_download_endpoint: string }[]>('GET', files)
    const leaving = new AbortController()
    const answer = await fetch(String(file?.file_download_endpoint), {
      signal: leaving.signal,
    })
    expect((await answer.body?.getReader().read())?.done).toBe(false)
    const running = { direction: 'download' }
    expect(valueOf(await scrape(server), 'accession_transfers_running', running)).toBe(1)
    leaving.abort()
    const left = { outcome: 'left' }
    await expect
      .poll(async () => valueOf(await scrape(server), 'accession_downloads_total', left))
      .toBe(1)
    expect(valueOf(await scrape(server), 'accession_transfers_running', running)).toBe(0)
  })
})

describe('the address of metrics', () => {
  it('wants the token, or a user who may read everything, from this machine too', async () => {
    const server = await start()
    expect(await status(server)).toBe(401)
    expect(await status(server, { authorization: `Bearer ${token}x` })).toBe(401)
    const { token: session } = await signIn(server.url, userName, password)
    expect(await status(server, { 'vmware-api-session-id': session })).toBe(200)
  })

  it('is there without a token as well, for users', async () => {
    const server = await start({})
    expect(await status(server, { authorization: `Bearer ${token}` })).toBe(401)
    const basic = Buffer.from(`${userName}:${password}`).toString('base64')
    expect(await status(server, { authorization: `Basic ${basic}` })).toBe(200)
  })
})
