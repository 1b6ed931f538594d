import type { Settings } from '@accession/core'
import { isAllowable } from '@accession/fetcher/worker'
import type { LogLevel } from './adapters/worker-log.ts'
import { logLevels } from './adapters/worker-log.ts'
import type { Environment } from './environment.ts'
import { SettingsError } from './settings-error.ts'

/** What an operator decides about the Worker. */
export interface EdgeSettings extends Settings {
  readonly adminUser: string
  readonly adminPassword: string | undefined
  readonly publicUrl: URL | undefined
  readonly corsOrigins: readonly string[]
  /** Bytes that the plan lets a request bring. */
  readonly uploadBytesMax: number
  readonly presignedUploads: boolean
  readonly presignedDownloads: boolean
  /** Hosts, `host:port`, addresses and CIDRs that pulls reach besides public ones. */
  readonly fetchAllow: readonly string[]
  readonly logLevel: LogLevel
}

type Counted =
  | 'ACCESSION_SESSION_TIMEOUT'
  | 'ACCESSION_SESSION_RETENTION'
  | 'ACCESSION_UPLOAD_BYTES_MAX'

/** In seconds. */
const year = 31_536_000

/** Reads the variables; throws a `SettingsError` where one cannot be. */
export const readEdgeSettings = (environment: Environment): EdgeSettings => ({
  adminUser: environment.ACCESSION_ADMIN_USER || 'administrator@vsphere.local',
  adminPassword: environment.ACCESSION_ADMIN_PASSWORD || undefined,
  publicUrl: readUrl(environment.ACCESSION_PUBLIC_URL),
  corsOrigins: readOrigins(environment.ACCESSION_CORS_ORIGINS),
  fetchAllow: readAllowed(environment.ACCESSION_FETCH_ALLOW),
  logLevel: readLevel(environment.ACCESSION_LOG_LEVEL),
  uploadBytesMax: readCount(environment, 'ACCESSION_UPLOAD_BYTES_MAX', 100_000_000),
  presignedUploads: readSwitch(environment, 'ACCESSION_PRESIGNED_UPLOADS'),
  presignedDownloads: readSwitch(environment, 'ACCESSION_PRESIGNED_DOWNLOADS'),
  sessionTimeoutMs: 1000 * readCount(environment, 'ACCESSION_SESSION_TIMEOUT', 300, year),
  sessionRetentionMs: 1000 * readCount(environment, 'ACCESSION_SESSION_RETENTION', 3600, year),
})

const readUrl = (text: string | undefined): URL | undefined => {
  if (!text) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url
  throw new SettingsError(`ACCESSION_PUBLIC_URL is ${text}, not an http or https URL.`)
}

const readOrigins = (text = ''): readonly string[] => {
  const origins = text.split(',').map((origin) => origin.trim())
  return origins
    .filter((origin) => origin !== '')
    .map((origin) => {
      if (URL.canParse(origin) && new URL(origin).origin === origin) return origin
      throw new SettingsError(`ACCESSION_CORS_ORIGINS has ${origin}, which is not an origin.`)
    })
}

const readAllowed = (text = ''): readonly string[] => {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '')
  for (const entry of entries) {
    if (isAllowable(entry)) continue
    throw new SettingsError(
      `ACCESSION_FETCH_ALLOW has ${entry}, which is no host, host:port, address or CIDR.`,
    )
  }
  return entries
}

const readCount = (
  environment: Environment,
  name: Counted,
  byDefault: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number => {
  const text = environment[name]
  if (!text) return byDefault
  const count = Number(text)
  if (Number.isInteger(count) && count >= 1 && count <= most) return count
  throw new SettingsError(`${name} is ${text}, not a whole number from 1 to ${most}.`)
}

const readSwitch = (
  environment: Environment,
  name: 'ACCESSION_PRESIGNED_UPLOADS' | 'ACCESSION_PRESIGNED_DOWNLOADS',
): boolean => {
  const text = environment[name] || '0'
  if (text === '0' || text === '1') return text === '1'
  throw new SettingsError(`${name} is ${text}, neither 0 nor 1.`)
}

const readLevel = (text: string | undefined): LogLevel => {
  const level = logLevels.find((known) => known === (text || 'info'))
  if (level) return level
  throw new SettingsError(`ACCESSION_LOG_LEVEL is ${text}, not one of ${logLevels.join(', ')}.`)
}
