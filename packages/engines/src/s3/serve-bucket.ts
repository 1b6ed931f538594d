/**
 * Serves a bucket until its standard input ends: run as a process of its own, it ends with the
 * tests, however they end. Says where it listens in one line of JSON.
 */
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestHarness } from 'wrangler'

const [bucket = '', accessKeyId = '', secretAccessKey = ''] = process.argv.slice(2)
const root = await mkdtemp(join(tmpdir(), 'accession-s3-'))
await writeFile(join(root, 'main.mjs'), 'export default { fetch: () => new Response() }\n')

const credentials = { accessKeyId, secretAccessKey }
const harness = createTestHarness({
  root,
  workers: [
    {
      config: {
        name: 's3',
        main: './main.mjs',
        compatibility_date: '2026-01-01',
        r2_buckets: [
          {
            binding: 'BUCKET',
            bucket_name: bucket,
            local_dev: { experimental_s3_credentials: credentials },
          },
        ],
      },
    },
  ],
})

const asked = once(process.stdin.resume(), 'close')
// A signal to the whole group, as Ctrl-C, is followed by the end of the input.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
try {
  const { url } = await harness.listen()
  process.stdout.write(`${JSON.stringify({ endpoint: `${url.origin}/cdn-cgi/local/r2/s3` })}\n`)
  await asked
} finally {
  await harness.close()
  await rm(root, { recursive: true, force: true })
}
