import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** Where a bucket is, and who may use it. */
export interface S3Place {
  /** Where buckets are, as `http://127.0.0.1:4711/path`; they are addressed by path. */
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

export interface RunningS3 extends S3Place, AsyncDisposable {
  /** The same place as a setting: `s3://bucket/prefix?endpoint=…`; the keys are not in it. */
  readonly url: (prefix: string) => string
  /** The keys as the variables that programs read. */
  readonly environment: Readonly<Record<string, string>>
}

const program = fileURLToPath(new URL('./serve-bucket.ts', import.meta.url))

/**
 * A bucket on a real S3 server: the one that `S3_ENDPOINT` (with `S3_BUCKET` and the usual AWS
 * variables) names, or else one that ends with this process. Tests take a prefix each.
 */
export const startS3 = async (): Promise<RunningS3> =>
  process.env['S3_ENDPOINT'] === undefined ? startLocal() : named(process.env['S3_ENDPOINT'])

const startLocal = async (): Promise<RunningS3> => {
  const place = {
    bucket: 'accession',
    region: 'auto',
    accessKeyId: 'accession-tests',
    secretAccessKey: 'not-a-secret-of-anybody',
  }
  const child = spawn(
    process.execPath,
    ['--no-warnings', program, place.bucket, place.accessKeyId, place.secretAccessKey],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false' },
    },
  )
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const [line] = await Promise.race([once(lines, 'line'), exited.then(() => [undefined])])
  if (typeof line !== 'string') throw new Error('The S3 server did not start')
  const { endpoint } = JSON.parse(line) as { endpoint: string }
  // It does not keep the tests from ending; it ends when its input does, which is at the latest then.
  child.unref()
  for (const pipe of [child.stdin, child.stdout]) if ('unref' in pipe) (pipe.unref as () => void)()
  return running({ ...place, endpoint }, async () => {
    child.ref()
    child.stdin.end()
    await exited
  })
}

const named = (endpoint: string): RunningS3 =>
  running(
    {
      endpoint,
      bucket: variable('S3_BUCKET'),
      region: process.env['AWS_REGION'] ?? 'us-east-1',
      accessKeyId: variable('AWS_ACCESS_KEY_ID'),
      secretAccessKey: variable('AWS_SECRET_ACCESS_KEY'),
    },
    async () => undefined,
  )

const running = (place: S3Place, stop: () => Promise<void>): RunningS3 => ({
  ...place,
  url: (prefix) => {
    const options = new URLSearchParams({ endpoint: place.endpoint, region: place.region })
    return `s3://${place.bucket}/${prefix}?${options.toString()}`
  },
  environment: {
    AWS_ACCESS_KEY_ID: place.accessKeyId,
    AWS_SECRET_ACCESS_KEY: place.secretAccessKey,
  },
  [Symbol.asyncDispose]: stop,
})

const variable = (name: string): string => {
  const value = process.env[name]
  if (value) return value
  throw new Error(`S3_ENDPOINT is set, so ${name} must be set too`)
}
