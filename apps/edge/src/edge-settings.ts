import type { Settings } from '@accession/core'
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
  readonly logLevel: LogLevel
}

/** Reads the variables; throws a `SettingsError` where one cannot be. */
export const readEdgeSettings = (environment: Environment): EdgeSettings => ({
  adminUser: environment.ACCESSION_ADMIN_USER || 'administrator@vsphere.local',
  adminPassword: environment.ACCESSION_ADMIN_PASSWORD || undefined,
  publicUrl: readUrl(environment.ACCESSION_PUBLIC_URL),
  corsOrigins: readOrigins(environment.ACCESSION_CORS_ORIGINS),
  logLevel: readLevel(environment.ACCESSION_LOG_LEVEL),
  sessionTimeoutMs:
    1000 * readSeconds('ACCESSION_SESSION_TIMEOUT', environment.ACCESSION_SESSION_TIMEOUT, 300),
  sessionRetentionMs:
    1000 *
    readSeconds('ACCESSION_SESSION_RETENTION', environment.ACCESSION_SESSION_RETENTION, 3600),
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

const readSeconds = (name: string, text: string | undefined, byDefault: number): number => {
  if (!text) return byDefault
  const seconds = Number(text)
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= 31_536_000) return seconds
  throw new SettingsError(`${name} is ${text}, not a number of seconds from 1 to 31536000.`)
}

const readLevel = (text: string | undefined): LogLevel => {
  const level = logLevels.find((known) => known === (text || 'info'))
  if (level) return level
  throw new SettingsError(`ACCESSION_LOG_LEVEL is ${text}, not one of ${logLevels.join(', ')}.`)
}
