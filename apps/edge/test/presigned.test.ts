import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient, uploadItem } from '@accession/client'
import { expect, it, onTestFinished } from 'vitest'
import { downloadUrlOf, newItem, patternOf } from './library.ts'
import { startEdge } from './start-edge.ts'

const keys = { AWS_ACCESS_KEY_ID: 'edge-tests', AWS_SECRET_ACCESS_KEY: 'not-a-secret-of-anybody' }
/** Where workerd serves the local bucket as S3. */
const bucketPath = '/cdn-cgi/local/r2/s3'

const vars = {
  ACCESSION_BLOBS: `s3://accession/library?region=auto&endpoint={origin}${bucketPath}`,
  ACCESSION_PRESIGNED_UPLOADS: '1',
  ACCESSION_PRESIGNED_DOWNLOADS: '1',
}

const file = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** The Worker's configuration with keys for the S3 address of its local bucket. */
const configWithKeys = async (): Promise<string> => {
  const text = await readFile(file('wrangler.jsonc'), 'utf8')
  const config = JSON.parse(
    text.replaceAll(/^\s*\/\/.*$/gm, '').replaceAll(/,(\s*[\]}])/g, '$1'),
  ) as Record<string, Record<string, object>[]>
  const credentials = {
    accessKeyId: keys.AWS_ACCESS_KEY_ID,
    secretAccessKey: keys.AWS_SECRET_ACCESS_KEY,
  }
  const local = {
    main: file('src/main.ts'),
    d1_databases: [{ ...config['d1_databases']?.[0], migrations_dir: file('migrations') }],
    r2_buckets: [
      {
        ...config['r2_buckets']?.[0],
        local_dev: { experimental_s3_credentials: credentials },
      },
    ],
  }
  const folder = await mkdtemp(join(tmpdir(), 'accession-edge-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'wrangler.json')
  await writeFile(path, JSON.stringify({ ...config, ...local }))
  return path
}

it('lets clients reach the bucket by its S3 address, where its keys are set', async () => {
  const secrets = { ACCESSION_ADMIN_PASSWORD: 'a password for tests', ...keys }
  await using edge = await startEdge(vars, { configPath: await configWithKeys(), secrets })
  const seen: string[] = []
  const client = createClient({
    server: edge.url,
    user: edge.user,
    password: edge.password,
    fetch: async (input, init) => {
      const asked = new Request(input, init)
      seen.push(`${asked.method} ${new URL(asked.url).pathname}`)
      return fetch(asked)
    },
  })
  const itemId = await newItem(client)
  const { bytes, sha256 } = patternOf(300_000)
  await uploadItem(client, {
    item: itemId,
    files: [
      {
        name: 'disk.vmdk',
        size: bytes.byteLength,
        open: () => new Blob([bytes]),
        checksum: { algorithm: 'SHA256', checksum: sha256 },
      },
    ],
  })
  expect(seen.filter((call) => call.startsWith(`PUT ${bucketPath}/`))).toHaveLength(1)
  const redirect = await fetch(await downloadUrlOf(client, itemId), { redirect: 'manual' })
  const location = redirect.headers.get('location') ?? ''
  expect(new URL(location).pathname).toContain(`${bucketPath}/`)
  const stored = await (await fetch(location)).arrayBuffer()
  expect(Buffer.compare(new Uint8Array(stored), bytes)).toBe(0)
})

it('says what is missing for that', async () => {
  await using edge = await startEdge({ ACCESSION_PRESIGNED_UPLOADS: '1' })
  const answer = await fetch(new URL('/api/session', edge.url), { method: 'POST' })
  expect(answer.status).toBe(503)
  expect(await answer.text()).toContain('ACCESSION_BLOBS')
})
