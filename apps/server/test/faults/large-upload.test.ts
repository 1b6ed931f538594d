import { createHash } from 'node:crypto'
import { expect, it, onTestFinished } from 'vitest'
import { sessionPath, signIn, upload } from '../support/library-api.ts'
import { startServerProcess } from '../support/server-process.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { useOf } from './process-memory.ts'
import { admin, adminPassword, complete, downloadUrl } from './served-library.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const mebibyte = 1024 * 1024
const size = (isLong ? 2048 : 256) * mebibyte
/** What a server that has just started may add, with all that waits for a collection. */
const growthMax = 64 * mebibyte

const chunk = Uint8Array.from({ length: mebibyte }, (_, index) => (index * 31) % 251)

const stream = (): ReadableStream<Uint8Array> => {
  let sent = 0
  return new ReadableStream(
    {
      pull(controller) {
        if (sent === size) return controller.close()
        controller.enqueue(chunk.slice())
        sent += chunk.byteLength
      },
    },
    { highWaterMark: 2 },
  )
}

const digestOf = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  const digest = createHash('sha256')
  for await (const part of bytes) digest.update(part)
  return digest.digest('hex')
}

it(
  'a large file goes through a server that stays small',
  { timeout: 600_000 },
  async ({ skip }) => {
    const server = await startServerProcess({
      ACCESSION_DATA: temporaryFolder(),
      ACCESSION_ADMIN_PASSWORD: adminPassword,
    })
    onTestFinished(() => server.signal('SIGKILL'))
    if (!useOf(server.pid)) skip('only Linux tells what a process uses')
    const api = await signIn(server.url, admin, adminPassword)
    const itemId = await api.createItem(await api.createLibrary('images'), 'image')
    const sessionId = await api.createSession(itemId)
    const value = await digestOf(stream())
    const file = await api.call<Parameters<typeof upload>[0]>(
      'POST',
      sessionPath(sessionId, '/file'),
      {
        name: 'a.img',
        source_type: 'PUSH',
        size,
        checksum_info: { algorithm: 'SHA256', checksum: value },
      },
    )
    const atStart = useOf(server.pid)?.residentPeak ?? 0
    const growth = (): number => (useOf(server.pid)?.residentPeak ?? Infinity) - atStart
    await upload(file, stream())
    await complete(api, sessionId)
    expect(growth()).toBeLessThan(growthMax)
    const answer = await fetch(await downloadUrl(api, itemId))
    if (!answer.body) throw new Error('The download has no body')
    expect(await digestOf(answer.body)).toBe(value)
    expect(growth()).toBeLessThan(growthMax)
  },
)
