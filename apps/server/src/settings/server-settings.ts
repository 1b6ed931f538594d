import { readProxies } from '@accession/fetcher/node'
import type { Proxies } from '@accession/fetcher/node'
import * as v from 'valibot'
import { checkExposure } from './check-exposure.ts'
import { givenSettings } from './given-settings.ts'
import type { GivenSettings, SettingFlags } from './given-settings.ts'
import { bytesPlace } from './places.ts'
import { unknownVariables } from './setting-names.ts'
import type { SettingName } from './setting-names.ts'
import { blobsSetting, settingSchemas, storeSetting } from './setting-values.ts'
import type { BlobsSetting, StoreSetting, TlsSetting } from './setting-values.ts'
import { SettingsError } from './settings-error.ts'
import { tlsSetting } from './tls-setting.ts'

/** Everything an operator decides about a server. */
export interface ServerSettings {
  readonly host: string
  /** 0 takes any free port. */
  readonly port: number
  /** What clients call the server; the origin that each of them called where it is not given. */
  readonly publicUrl: URL | undefined
  /** Plain http where it is undefined. */
  readonly tls: TlsSetting | undefined
  /** An absolute path. */
  readonly data: string
  readonly adminUser: string
  /** The first user's password; one is made where it is not given. */
  readonly adminPassword: string | undefined
  readonly store: StoreSetting
  readonly blobs: BlobsSetting
  /** Further places for bytes, by name, which libraries can be moved to. */
  readonly blobStores: ReadonlyMap<string, BlobsSetting>
  readonly sessionTimeoutMs: number
  readonly sessionRetentionMs: number
  /** Files with a declared size and SHA-256 are sent straight to the bucket. */
  readonly presignedUploads: boolean
  /** Downloads are redirected to the bucket. */
  readonly presignedDownloads: boolean
  /** Addresses and CIDRs. */
  readonly trustedProxies: readonly string[]
  readonly corsOrigins: readonly string[]
  /** Hosts, `host:port`, addresses and CIDRs that pulls reach besides public addresses. */
  readonly fetchAllow: readonly string[]
  /** A SHA-1 thumbprint is believed alone. */
  readonly allowSha1Thumbprint: boolean
  /** The folder that `file:` pulls may read; none may where it is undefined. */
  readonly importDir: string | undefined
  /** What HTTP_PROXY, HTTPS_PROXY and NO_PROXY say. */
  readonly proxies: Proxies
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  /** What the lines of this node's log carry, so that those of several can be told apart. */
  readonly nodeName: string | undefined
  /** Who sends it as a bearer token may read the metrics; else only users who may read everything. */
  readonly metricsToken: string | undefined
  /** Variables that look like settings and are none; the log tells of them. */
  readonly unknownVariables: readonly string[]
}

/** Reads the settings; throws a `SettingsError` that names the first one which cannot be used. */
export const readSettings = (
  flags: SettingFlags = {},
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ServerSettings => {
  const given = givenSettings(flags, environment)
  const { store, blobs, blobStores, sessionTimeout, sessionRetention, allowHttp, ...others } =
    parsed(given)
  const { tls: tlsMode, tlsCert, tlsKey, ...values } = others
  const tls = tlsSetting(tlsMode, tlsCert, tlsKey)
  checkExposure({ host: values.host, publicUrl: values.publicUrl, tls, isHttpAllowed: allowHttp })
  // A catalog in memory beside bytes on disk, or the other way round, breaks at the first restart.
  const bytes = blobs ?? (store === 'memory:' ? 'memory:' : undefined)
  const urls = [bytes, ...blobStores.map(([, url]) => url)]
  if (urls.some((url) => (store === 'memory:') !== (url === 'memory:'))) {
    throw new SettingsError(
      'ACCESSION_STORE and ACCESSION_BLOBS must both be memory: or neither, and so must each place in ACCESSION_BLOB_STORES.',
    )
  }
  const isPresigning = values.presignedUploads || values.presignedDownloads
  if (isPresigning && !bytes?.startsWith('s3:')) {
    throw new SettingsError(
      'ACCESSION_PRESIGNED_UPLOADS and ACCESSION_PRESIGNED_DOWNLOADS need a bucket in ACCESSION_BLOBS.',
    )
  }
  return {
    ...values,
    publicUrl: values.publicUrl,
    tls,
    adminPassword: values.adminPassword,
    nodeName: values.nodeName,
    metricsToken: values.metricsToken,
    importDir: values.importDir,
    proxies: proxiesIn(environment),
    unknownVariables: unknownVariables(environment),
    store: storeSetting(store, values.data),
    ...blobPlaces(bytes, blobStores, values.data, environment),
    sessionTimeoutMs: sessionTimeout,
    sessionRetentionMs: sessionRetention,
  }
}

const proxiesIn = (environment: Readonly<Record<string, string | undefined>>): Proxies => {
  try {
    return readProxies(environment)
  } catch (error) {
    if (error instanceof TypeError) throw new SettingsError(error.message, { cause: error })
    throw error
  }
}

/** Each place is one of its own: bytes in the same one under two names would be lost twice. */
const blobPlaces = (
  bytes: string | undefined,
  named: readonly (readonly [string, string])[],
  data: string,
  environment: Readonly<Record<string, string | undefined>>,
): Pick<ServerSettings, 'blobs' | 'blobStores'> => {
  const blobs = blobsSetting(bytes, data, environment)
  const blobStores = new Map<string, BlobsSetting>()
  const taken = new Map([[identityOf(blobs), 'ACCESSION_BLOBS']])
  for (const [name, url] of named) {
    const place = blobsSetting(url, data, environment)
    const identity = identityOf(place)
    const other = taken.get(identity)
    if (other !== undefined && place.kind !== 'memory')
      throw new SettingsError(
        `ACCESSION_BLOB_STORES gives ${name} the place of ${other}: ${bytesPlace(place)}.`,
      )
    taken.set(identity, name)
    blobStores.set(name, place)
  }
  return { blobs, blobStores }
}

/** What two names of one place have in common. */
const identityOf = (place: BlobsSetting): string => {
  const endpoint = place.kind === 's3' ? new URL(place.url).searchParams.get('endpoint') : null
  return `${bytesPlace(place)} ${endpoint ?? ''}`
}

const schema = v.object(settingSchemas)

const parsed = (given: GivenSettings): v.InferOutput<typeof schema> => {
  const texts = Object.fromEntries([...given].map(([name, { text }]) => [name, text]))
  const result = v.safeParse(schema, texts, { abortEarly: true })
  if (result.success) return result.output
  const [issue] = result.issues
  const name = String(issue.path?.[0]?.key)
  const source = given.get(name as SettingName)?.source ?? name
  throw new SettingsError(`${source} ${issue.message}.`)
}
