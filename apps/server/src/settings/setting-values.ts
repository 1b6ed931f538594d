import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isAllowable } from '@accession/fetcher/node'
import * as v from 'valibot'

/** Where the catalog is kept. */
export type StoreSetting =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly path: string }
  /** The URL may hold a password: it belongs in no log and no error. */
  | { readonly kind: 'postgres'; readonly url: string }

/** Where the bytes are kept. */
export type BlobsSetting =
  | { readonly kind: 'memory' }
  | { readonly kind: 'folder'; readonly folder: string }
  /** The keys of the bucket are in the usual AWS variables. */
  | { readonly kind: 's3'; readonly url: string; readonly environment: Environment }

/** The certificate that is shown where TLS is spoken. */
export type TlsSetting =
  | { readonly kind: 'self-signed' }
  | { readonly kind: 'files'; readonly cert: string; readonly key: string }

export type Environment = Readonly<Record<string, string | undefined>>

const wholeNumber = (min: number, max: number, wanted: string) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,10}$/, wanted),
    v.transform(Number),
    v.minValue(min, wanted),
    v.maxValue(max, wanted),
  )

const year = 366 * 24 * 3600

const seconds = v.pipe(
  wholeNumber(1, year, `must be a whole number of seconds from 1 to ${year}`),
  v.transform((count) => count * 1000),
)

const list = v.pipe(
  v.string(),
  v.transform((text) => text.split(/[\s,]+/).filter((each) => each !== '')),
)

const isCidr = (text: string): boolean => {
  const [address = '', prefix, ...more] = text.split('/')
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  if (bits < 0 || more.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits)
}

const isOrigin = (text: string): boolean =>
  /^https?:$/.test(URL.parse(text)?.protocol ?? '') && URL.parse(text)?.origin === text

const isPlainBase = ({ protocol, pathname, search, hash, username, password }: URL): boolean =>
  /^https?:$/.test(protocol) && `${pathname}${search}${hash}${username}${password}` === '/'

const isBlobsUrl = (text: string): boolean =>
  text === 'memory:' || text.startsWith('s3:') || isFolderUrl(text)

/** `name=url` with commas between; an URL may hold commas of its own where no name follows. */
const namedUrls = v.pipe(
  v.string(),
  v.transform((text) =>
    text.split(/,(?=\s*[a-z0-9-]+=(?:s3|file|memory):)/).map((one) => one.trim()),
  ),
  v.transform((each) => each.filter((one) => one !== '')),
  v.everyItem((one) => {
    const [, name = '', url = ''] = /^([a-z0-9-]+)=(.*)$/s.exec(one) ?? []
    return name !== '' && name !== 'default' && name.length <= 40 && isBlobsUrl(url)
  }, 'must be NAME=URL with commas between, such as archive=s3://bucket/prefix?region=…,fast=file:///folder: names of a-z, 0-9 and -, but for default, which is what ACCESSION_BLOBS names'),
  v.transform((each) =>
    each.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)] as const),
  ),
  v.check(
    (each) => new Set(each.map(([name]) => name)).size === each.length,
    'must not hold a name twice',
  ),
)

const path = v.pipe(
  v.string(),
  v.transform((text) => resolve(text)),
)

const yesOrNo = v.pipe(
  v.picklist(['1', 'true', 'yes', 'on', '0', 'false', 'no', 'off'], 'must be 1 or 0'),
  v.transform((text) => ['1', 'true', 'yes', 'on'].includes(text)),
)

/** How the text of each setting is read; a message says what the setting must be. */
export const settingSchemas = {
  host: v.optional(
    v.pipe(v.string(), v.regex(/^[\w.:-]+$/, 'must be an address or a host name, without a port')),
    '127.0.0.1',
  ),
  port: v.optional(wholeNumber(0, 65_535, 'must be a whole number from 0 to 65535'), '4443'),
  publicUrl: v.optional(
    v.pipe(
      v.string(),
      v.check((text) => {
        const url = URL.parse(text)
        return url !== null && isPlainBase(url)
      }, 'must be an http or https URL without a path, such as https://library.example'),
      v.transform((text) => new URL(text)),
    ),
  ),
  data: v.optional(path, './data'),
  adminUser: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[^:\p{Cc}]{1,80}$/u, 'must be 1 to 80 characters, without a colon'),
    ),
    'administrator@vsphere.local',
  ),
  adminPassword: v.optional(
    v.pipe(v.string(), v.maxLength(1024, 'must have at most 1024 characters')),
  ),
  store: v.optional(
    v.pipe(
      v.string(),
      v.check(
        (text) => text === 'memory:' || isPostgresUrl(text),
        'must be postgres://user:password@host:port/database (characters like @ or / of a password as %40 or %2F), memory:, or left out for SQLite in the data folder',
      ),
    ),
  ),
  blobs: v.optional(
    v.pipe(
      v.string(),
      v.check(
        isBlobsUrl,
        'must be file:///folder, s3://bucket/prefix?endpoint=…&region=…, memory:, or left out for a folder in the data folder',
      ),
    ),
  ),
  blobStores: v.optional(namedUrls, ''),
  sessionTimeout: v.optional(seconds, '300'),
  sessionRetention: v.optional(seconds, '3600'),
  trustedProxies: v.optional(
    v.pipe(
      list,
      v.everyItem(isCidr, 'must be addresses or CIDRs with commas between: 10.0.0.0/8, ::1'),
    ),
    '',
  ),
  corsOrigins: v.optional(
    v.pipe(
      list,
      v.everyItem(isOrigin, 'must be origins with commas between: https://console.example'),
    ),
    '',
  ),
  allowHttp: v.optional(yesOrNo, '0'),
  tls: v.optional(
    v.picklist(
      ['self-signed', 'off'],
      'must be self-signed, or off (a certificate of your own is in ACCESSION_TLS_CERT and ACCESSION_TLS_KEY)',
    ),
  ),
  tlsCert: v.optional(path),
  tlsKey: v.optional(path),
  presignedUploads: v.optional(yesOrNo, '0'),
  presignedDownloads: v.optional(yesOrNo, '0'),
  fetchAllow: v.optional(
    v.pipe(
      list,
      v.everyItem(
        isAllowable,
        'must be hosts, host:port, addresses or CIDRs with commas between: mirror.example, 10.1.0.0/16',
      ),
    ),
    '',
  ),
  allowSha1Thumbprint: v.optional(yesOrNo, '0'),
  importDir: v.optional(path),
  logLevel: v.optional(
    v.picklist(
      ['debug', 'info', 'warn', 'error'],
      'must be debug, info, warn or error (what was done by whom is logged at any of them)',
    ),
    'info',
  ),
  nodeName: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[\w.:-]{1,80}$/, 'must be 1 to 80 letters, digits and -._:, such as node-1'),
    ),
  ),
  metricsToken: v.optional(
    v.pipe(
      v.string(),
      v.regex(
        /^[\w.~+/=-]{16,256}$/,
        'must be 16 to 256 letters, digits and -._~+/=, such as `openssl rand -hex 16` makes',
      ),
    ),
  ),
}

const isFolderUrl = (text: string): boolean => {
  try {
    return new URL(text).protocol === 'file:' && fileURLToPath(text) !== ''
  } catch {
    return false
  }
}

const isPostgresUrl = (text: string): boolean =>
  /^postgres(ql)?:$/.test(URL.parse(text)?.protocol ?? '') && /^postgres(ql)?:\/\//.test(text)

/** The catalog that a setting's value names. */
export const storeSetting = (value: string | undefined, data: string): StoreSetting => {
  if (value === 'memory:') return { kind: 'memory' }
  return value === undefined
    ? { kind: 'sqlite', path: join(data, 'catalog.sqlite') }
    : { kind: 'postgres', url: value }
}

/** The place of bytes that a setting's value names. */
export const blobsSetting = (
  value: string | undefined,
  data: string,
  environment: Environment,
): BlobsSetting => {
  if (value === undefined) return { kind: 'folder', folder: join(data, 'blobs') }
  if (value === 'memory:') return { kind: 'memory' }
  return value.startsWith('s3:')
    ? { kind: 's3', url: value, environment }
    : { kind: 'folder', folder: fileURLToPath(value) }
}
