import { expect, it, onTestFinished } from 'vitest'
import { seededRandom } from '../crash/seeded-random.ts'
import type { SeededRandom } from '../crash/seeded-random.ts'
import { itemPath, sessionPath, signIn, upload } from '../support/library-api.ts'
import type { LibraryApi } from '../support/library-api.ts'
import { openConnection } from '../support/raw-connection.ts'
import { startServerProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { useOf } from './process-memory.ts'
import { admin, adminPassword, complete } from './served-library.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const minute = 60_000
/** The first part warms everything up; the last is held against it. */
const parts = 3
const partMs = isLong ? (20 * minute) / parts : 2_000
const workers = 6
const mebibyte = 1024 * 1024

interface Work {
  readonly server: ServerProcess
  readonly api: LibraryApi
  readonly libraryId: string
  readonly random: SeededRandom
}

type Step = (work: Work, itemId: string) => Promise<void>

const send = async ({ api, random }: Work, sessionId: string): Promise<Uint8Array> => {
  const bytes = random.bytes(random.pick([0, 1, 1_000, 70_000, 400_000]))
  await upload(await api.addFile(sessionId, 'a.img', bytes.byteLength), bytes)
  return bytes
}

/** What clients do, each ending with nothing left but what the sweep takes up. */
const steps: Readonly<Record<string, Step>> = {
  async publish(work, itemId) {
    const { api } = work
    const sessionId = await api.createSession(itemId)
    const bytes = await send(work, sessionId)
    await complete(api, sessionId)
    await api.call('DELETE', sessionPath(sessionId))
    expect((await api.download(itemId)).get('a.img')).toEqual(bytes)
  },
  async cancel(work, itemId) {
    const { api } = work
    const sessionId = await api.createSession(itemId)
    await send(work, sessionId)
    await api.call('POST', sessionPath(sessionId, '?action=cancel'))
    await api.call('DELETE', sessionPath(sessionId))
  },
  async breakOff({ server, api }, itemId) {
    const sessionId = await api.createSession(itemId)
    const file = await api.addFile(sessionId, 'a.img', 10)
    const { pathname } = new URL(String(file.upload_endpoint?.uri))
    const connection = await openConnection(server.url)
    const head = [`PUT ${pathname} HTTP/1.1`, 'Host: library.test', 'Content-Length: 10']
    connection.send([...head, '', '12345'].join('\r\n'))
    await api.call('GET', sessionPath(sessionId))
    connection.socket.destroy()
  },
  async leave(work, itemId) {
    await send(work, await work.api.createSession(itemId))
  },
  async refuse({ api }, itemId) {
    await expect(api.createSession('none')).rejects.toMatchObject({ status: 404 })
    await expect(api.call('GET', `${itemPath(itemId)}?x=1`)).rejects.toMatchObject({ status: 400 })
  },
}

const workUntil = async (work: Work, name: string, end: number): Promise<number> => {
  const { api, libraryId, random } = work
  let count = 0
  while (performance.now() < end) {
    const itemId = await api.createItem(libraryId, `${name}-${count++}`)
    await random.pick(Object.values(steps))(work, itemId)
    await api.call('DELETE', itemPath(itemId))
  }
  return count
}

/** What a server holds on to once it has nothing to do. */
const restingUse = async ({ server, api }: Work) => {
  const running = /^accession_transfers_running\{direction="\w+"\} (\d+)$/gm
  const isQuiet = async (): Promise<boolean> => {
    const headers = { 'vmware-api-session-id': api.token }
    const text = await (await fetch(new URL('/metrics', server.url), { headers })).text()
    return [...text.matchAll(running)].every(([, count]) => count === '0')
  }
  await expect.poll(isQuiet, { interval: 20, timeout: minute }).toBe(true)
  const line = /^\{"event":"test\.collected".+\}$/gm
  const collected = () => [...server.output().matchAll(line)]
  const before = collected().length
  server.signal('SIGUSR2')
  await expect.poll(() => collected().length, { interval: 20, timeout: minute }).toBe(before + 1)
  const { heapUsed, external } = JSON.parse(collected().at(-1)?.[0] ?? '') as {
    heapUsed: number
    external: number
  }
  return { heapUsed, external, ...useOf(server.pid) }
}

it(
  'memory and open files stay flat however long it goes on',
  { timeout: 40 * minute },
  async () => {
    const seed = Number(process.env['ACCESSION_TEST_SEED'] ?? (isLong ? Date.now() % 1e6 : 1))
    const server = await startServerProcess(
      {
        ACCESSION_DATA: temporaryFolder(),
        ACCESSION_ADMIN_PASSWORD: adminPassword,
        ACCESSION_SESSION_TIMEOUT: '30',
        ACCESSION_SESSION_RETENTION: '5',
      },
      'serve-collecting.ts',
    )
    onTestFinished(() => server.signal('SIGKILL'))
    const api = await signIn(server.url, admin, adminPassword)
    const libraryId = await api.createLibrary('images')
    const uses: Awaited<ReturnType<typeof restingUse>>[] = []
    const work = { server, api, libraryId, random: seededRandom(seed) }
    for (let part = 0; part < parts; part++) {
      const end = performance.now() + partMs
      const counts = await Promise.all(
        Array.from({ length: workers }, (_, worker) =>
          workUntil({ ...work, random: seededRandom(seed + worker) }, `${part}-${worker}`, end),
        ),
      )
      expect(Math.min(...counts), `seed ${seed}`).toBeGreaterThan(0)
      uses.push(await restingUse(work))
    }
    const [first] = uses
    const last = uses.at(-1)
    if (!first || !last) throw new Error('Nothing was measured')
    const told = `seed ${seed}: ${JSON.stringify(uses)}`
    console.info(`What the server held on to after each part, ${told}`)
    expect(last.heapUsed, told).toBeLessThan(first.heapUsed + 8 * mebibyte)
    expect(last.external, told).toBeLessThan(first.external + 16 * mebibyte)
    if (first.residentPeak === undefined || last.residentPeak === undefined) return
    // What is resident at rest is what malloc happens to have given back by then.
    expect(last.residentPeak, told).toBeLessThan(first.residentPeak + 64 * mebibyte)
    expect(last.openFiles, told).toBeLessThanOrEqual((first.openFiles ?? 0) + workers)
  },
)
