import { createHash } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { clientOf, downloadUrlOf, newUpload } from './library.ts'
import { startEdge } from './start-edge.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const mib = 1024 * 1024
const size = (isLong ? 200 : 40) * mib

/** What an isolate has on Cloudflare is 128 MB; workerd itself, and what it serves R2 with, come on top. */
const growthMax = 160 * mib

/** Bytes that the workerd below a process holds. */
const residentBytes = (parent: number): number => {
  const lines = execFileSync('ps', ['-eo', 'ppid=,rss=,args='], { encoding: 'utf8' }).split('\n')
  const own = lines.find(
    (line) => Number.parseInt(line) === parent && line.includes('workerd serve'),
  )
  return Number(own?.trim().split(/ +/)[1] ?? 0) * 1024
}

async function* zeros(): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < size; sent += mib) yield new Uint8Array(mib)
}

const digestOf = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

it('passes a large upload through little memory', async () => {
  await using edge = await startEdge({ ACCESSION_UPLOAD_BYTES_MAX: String(size) })
  const client = clientOf(edge)
  const sha256 = await digestOf(zeros())
  const { itemId, sessionId, endpoint } = await newUpload(client, { size, sha256 })
  const isLinux = process.platform === 'linux'
  const resident = (): number => (isLinux ? residentBytes(edge.processId) : 0)
  const before = resident()
  let most = before
  const watch = setInterval(() => (most = Math.max(most, resident())), 200)
  const sent = await fetch(endpoint, {
    method: 'PUT',
    headers: { 'content-length': String(size) },
    body: Readable.toWeb(Readable.from(zeros())) as ReadableStream<Uint8Array>,
    duplex: 'half',
  } as RequestInit)
  clearInterval(watch)
  expect(sent.status).toBe(200)
  if (isLinux) expect(before).toBeGreaterThan(0)
  expect(most - before).toBeLessThan(growthMax)
  await client.updateSession.complete({ update_session_id: sessionId })
  const { body } = await fetch(await downloadUrlOf(client, itemId))
  expect(await digestOf(body as unknown as AsyncIterable<Uint8Array>)).toBe(sha256)
})
