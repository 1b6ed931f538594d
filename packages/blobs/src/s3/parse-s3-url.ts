import type { S3BlobStoreOptions, S3Credentials } from './s3-blob-store-options.ts'

type Environment = Readonly<Record<string, string | undefined>>

const optionNames = [
  'endpoint',
  'public-endpoint',
  'region',
  'path-style',
  'part-size',
  'parts-at-once',
] as const

const mib = 1024 * 1024

/**
 * Reads `s3://bucket/prefix?endpoint=…&region=…&path-style=…` and the usual AWS variables; throws an
 * error that says what is missing, without any secret.
 */
export const parseS3Url = (text: string, env: Environment): S3BlobStoreOptions => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 's3:' || url.hostname === '')
    throw new Error(`${form}, not of another kind`)
  if (url.username !== '' || url.password !== '') {
    throw new Error('Keys do not belong in the address of a bucket: set AWS_ACCESS_KEY_ID instead')
  }
  const given = optionsOf(url.searchParams)
  const region = given.region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION']
  const endpoint = given.endpoint ?? env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL']
  if (!region) throw new Error('The bucket has no region: add ?region=… or set AWS_REGION')
  const pathStyle = booleanOf('path-style', given['path-style'])
  const partSize = countOf('part-size', given['part-size'])
  const partsAtOnce = countOf('parts-at-once', given['parts-at-once'])
  return {
    bucket: url.hostname,
    prefix: decoded(url.pathname).replace(/^\/+|\/+$/g, ''),
    region,
    endpoint: addressOf('endpoint', endpoint || `https://s3.${region}.amazonaws.com`),
    ...(given['public-endpoint'] !== undefined && {
      publicEndpoint: addressOf('public-endpoint', given['public-endpoint']),
    }),
    ...(pathStyle !== undefined && { pathStyle }),
    ...(partSize !== undefined && { partSizeBytes: partSize * mib }),
    ...(partsAtOnce !== undefined && { partsAtOnce }),
    credentials: credentialsOf(env),
  }
}

const form = 'A bucket is given as s3://bucket/prefix?endpoint=https://…&region=…'

const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new Error(`The prefix of the bucket is badly encoded: ${path}`)
  }
}

const optionsOf = (
  params: URLSearchParams,
): Readonly<Partial<Record<(typeof optionNames)[number], string>>> => {
  const known: readonly string[] = optionNames
  for (const name of new Set(params.keys())) {
    if (!known.includes(name)) {
      throw new Error(`The address of a bucket has no option ${name}, only ${known.join(', ')}`)
    }
    if (params.getAll(name).length > 1) throw new Error(`Option ${name} is given more than once`)
  }
  return Object.fromEntries(params)
}

const credentialsOf = (env: Environment): S3Credentials => {
  const accessKeyId = env['AWS_ACCESS_KEY_ID']
  const secretAccessKey = env['AWS_SECRET_ACCESS_KEY']
  if (!accessKeyId || !secretAccessKey) {
    const missing = accessKeyId ? 'AWS_SECRET_ACCESS_KEY' : 'AWS_ACCESS_KEY_ID'
    throw new Error(`The bucket needs keys: set ${missing}`)
  }
  const sessionToken = env['AWS_SESSION_TOKEN']
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }
}

const addressOf = (name: string, text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isHttp = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (url && isHttp && url.username === '' && url.search === '' && url.hash === '') return url.href
  throw new Error(`Option ${name} is an address that begins with https:// or http://`)
}

const booleanOf = (name: string, text: string | undefined): boolean | undefined => {
  if (text === undefined) return undefined
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw new Error(`Option ${name} is true or false`)
}

const countOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined
  const count = Number(text)
  if (/^\d+$/.test(text) && count >= 1 && count <= 5_000) return count
  throw new Error(`Option ${name} is a whole number from 1 to 5000`)
}
