import { createServer } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import { listen } from '../../src/listening/listen.ts'
import { deploy } from './deploy.ts'

const isLong = process.env['ACCESSION_TEST_LONG'] === '1'
const size = 6 * 1024 * 1024
const content =
  Array.from({ length: size / 16 }, (_, n) => String(n).padStart(15)).join('\n') + '\n'

/** Publishes one item of one large file, whose connections end as a test has it. */
const publish = async () => {
  const bytes = Buffer.from(content)
  const file = { name: 'disk.img', size, etag: '1', hrefs: ['disk.img'] }
  const item = { id: 'a', name: 'large', version: '1', type: 'vcsp.other', files: [file] }
  const ranges: string[] = []
  const ends: ('cut' | 'stuck')[] = ['cut', 'stuck']
  const server = createServer(({ url, headers: { range = '' } }, response): void => {
    if (url === '/lib.json') return void response.end(JSON.stringify({ id: 'a', version: '1' }))
    if (url === '/items.json') return void response.end(JSON.stringify({ items: [item] }))
    ranges.push(range)
    const start = Number(/^bytes=(\d+)-$/.exec(range)?.[1] ?? 0)
    response.writeHead(start > 0 ? 206 : 200, {
      etag: '"1"',
      'content-length': size - start,
      ...(start > 0 && { 'content-range': `bytes ${start}-${size - 1}/${size}` }),
    })
    const end = ends.shift()
    if (end === undefined) response.end(bytes.subarray(start))
    else response.write(bytes.subarray(start, start + size / 3))
    if (end === 'cut') response.socket?.end()
  })
  const { href: url } = new URL('/lib.json', await listen(server, '127.0.0.1', 0))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url, ranges }
}

/** A server that is stopped puts its task back; a killed one holds it until its lease runs out. */
const ways = isLong ? (['stopped', 'killed'] as const) : (['stopped'] as const)
if (!isLong)
  process.stderr.write(
    'skipped: a large file goes on where a server was killed: a lease of half a minute has to run out; ACCESSION_TEST_LONG=1 runs it\n',
  )

it.each(ways)(
  'a large file comes once, over a connection that was cut and a server that was %s',
  { timeout: 120_000 },
  async (way) => {
    const { start, startToKill, blobCount, expectSound } = deploy()
    const { url, ranges } = await publish()
    const first = await (way === 'killed' ? startToKill() : start())
    const library = await first.mirror.create({ subscription_url: url })
    // Two segments that came before the cut, and one after it.
    await expect
      .poll(() => ranges.length === 2 && blobCount(), { timeout: 30_000 })
      .toBeGreaterThan(2)
    await first.end()
    const second = await start()
    expect(await second.mirror.settled(library)).toMatchObject({ status: 'SUCCEEDED' })
    const { large } = await second.mirror.contents(library)
    expect(large?.['disk.img'] === content).toBe(true)
    expect(ranges).toEqual([
      '',
      expect.stringMatching(/^bytes=\d+-$/),
      expect.stringMatching(/^bytes=\d+-$/),
    ])
    await second.end()
    await expectSound()
  },
)
