/**
 * The folder of blobs against plain pipelines of node:fs, which sync nothing, in one interleaved run:
 *
 *     node --conditions=@accession/source benchmarks/blobs.ts [rounds] [folder]
 *
 * Only the ratios mean anything: the machine's own speed comes and goes.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createFolderBlobStore } from '../packages/blobs/src/filesystem/index.ts'

const mib = 1024 * 1024
const chunkBytes = 64 * 1024
const rounds = Number(process.argv[2] ?? 7)
const folder = await mkdtemp(join(process.argv[3] ?? tmpdir(), 'accession-benchmark-'))
const plainFolder = join(folder, 'plain')
await mkdir(plainFolder)
const store = await createFolderBlobStore({ folder: join(folder, 'blobs') })
const { signal } = new AbortController()
const original = Buffer.alloc(8 * mib, 'accession')

/** Chunks as a socket would bring them: each in a buffer of its own, each in a turn of its own. */
async function* received(size: number, digest?: 'sha256'): AsyncGenerator<Buffer> {
  const hash = digest && createHash(digest)
  for (let position = 0; position < size; position += chunkBytes) {
    await new Promise(setImmediate)
    const chunk = Buffer.allocUnsafeSlow(Math.min(chunkBytes, size - position))
    original.copy(chunk, 0, position % original.byteLength)
    hash?.update(chunk)
    yield chunk
  }
}

const plainFile = (name: string): string => join(plainFolder, name)

const plainWrite = async (name: string, size: number, digest?: 'sha256'): Promise<void> =>
  pipeline(Readable.from(received(size, digest)), createWriteStream(plainFile(name)))

const plainSync = async (name: string): Promise<void> => {
  const file = await open(plainFile(name), 'r+')
  await file.datasync()
  await file.close()
}

const blobWrite = async (id: string, size: number, digest?: 'sha256'): Promise<void> =>
  store.write(id, received(size, digest), { expectedSize: size, signal })

async function* chunksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader()
  for (let step = await reader.read(); !step.done; step = await reader.read()) yield step.value
}

/** Lets the disk finish what deleting has left it to do, lest the next contest pays for it. */
const settle = async (): Promise<void> => {
  const root = await open(folder, 'r')
  await root.sync()
  await root.close()
  await new Promise((resolve) => setTimeout(resolve, 300))
}

const countBytes = async (chunks: AsyncIterable<Uint8Array>): Promise<number> => {
  let bytes = 0
  for await (const chunk of chunks) bytes += chunk.byteLength
  return bytes
}

/** Each of `names`, so many at a time. */
const atOnce = async (
  count: number,
  names: readonly string[],
  run: (name: string) => Promise<unknown>,
): Promise<void> => {
  const left = names.values()
  const worker = async (): Promise<void> => {
    for (const name of left) await run(name)
  }
  await Promise.all(Array.from({ length: count }, worker))
}

interface Contest {
  readonly title: string
  readonly bytes: number
  readonly files: number
  blobs(names: readonly string[]): Promise<void>
  plain(names: readonly string[]): Promise<void>
}

const writing = (
  title: string,
  files: number,
  size: number,
  together: number,
  options: { readonly digest?: 'sha256'; readonly sync?: boolean } = {},
): Contest => ({
  title: `write ${title}`,
  bytes: files * size,
  files,
  blobs: async (names) =>
    atOnce(together, names, async (id) => blobWrite(id, size, options.digest)),
  plain: async (names) =>
    atOnce(together, names, async (name) => {
      await plainWrite(name, size, options.digest)
      if (options.sync) await plainSync(name)
    }),
})

const reading = (title: string, files: number, size: number, together: number): Contest => ({
  title: `read ${title}`,
  bytes: files * size,
  files,
  blobs: async (names) =>
    atOnce(together, names, async (id) => countBytes(chunksOf(await store.read(id)))),
  plain: async (names) =>
    atOnce(together, names, async (name) => countBytes(createReadStream(plainFile(name)))),
})

const contests: readonly Contest[] = [
  writing('1 x 256 MiB', 1, 256 * mib, 1),
  writing('1 x 256 MiB, both synced', 1, 256 * mib, 1, { sync: true }),
  writing('1 x 256 MiB, sha256', 1, 256 * mib, 1, { digest: 'sha256' }),
  writing('8 x 32 MiB at once', 8, 32 * mib, 8),
  writing('2,000 x 64 KiB, 32 at once', 2000, 64 * 1024, 32),
  writing('2,000 x 64 KiB, 32 at once, both synced', 2000, 64 * 1024, 32, { sync: true }),
  reading('1 x 256 MiB', 1, 256 * mib, 1),
  reading('8 x 32 MiB at once', 8, 32 * mib, 8),
  reading('2,000 x 64 KiB, 32 at once', 2000, 64 * 1024, 32),
]

const timed = async (run: () => Promise<void>): Promise<number> => {
  const start = performance.now()
  await run()
  return (performance.now() - start) / 1000
}

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN

const seconds = contests.map(() => ({ blobs: [] as number[], plain: [] as number[] }))
for (let round = 0; round <= rounds; round++) {
  for (const [index, contest] of contests.entries()) {
    const names = Array.from({ length: contest.files }, () => {
      const time = Date.now().toString(16).padStart(12, '0')
      return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
    })
    if (contest.title.startsWith('read')) {
      const size = contest.bytes / contest.files
      await atOnce(8, names, async (name) => {
        await blobWrite(name, size)
        await plainWrite(name, size)
      })
    }
    const sides = [
      async () => seconds[index]?.blobs.push(await timed(async () => contest.blobs(names))),
      async () => seconds[index]?.plain.push(await timed(async () => contest.plain(names))),
    ]
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
      await settle()
      await side()
    }
    await store.delete(names)
    await atOnce(16, names, async (name) => rm(plainFile(name)))
    // The first round warms the page cache and the compiler.
    if (round === 0) seconds[index] = { blobs: [], plain: [] }
  }
}

console.log(
  `${'median of '.concat(String(rounds), ' rounds').padEnd(48)} MB/s   plain   ratio (least to most)`,
)
for (const [index, { title, bytes }] of contests.entries()) {
  const { blobs, plain } = seconds[index] ?? { blobs: [], plain: [] }
  const speed = (values: readonly number[]) => (bytes / 1e6 / median(values)).toFixed(0).padStart(7)
  const ratios = blobs.map((value, round) => (plain[round] ?? Number.NaN) / value)
  const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`
  console.log(
    `${title.padEnd(45)}${speed(blobs)} ${speed(plain)}   ${median(ratios).toFixed(2)} (${spread})`,
  )
}
await rm(folder, { recursive: true })
