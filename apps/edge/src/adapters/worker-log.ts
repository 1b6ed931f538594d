import type { Log, LogFields } from '@accession/core/ports'

/** From the most lines to the fewest. */
export const logLevels = ['debug', 'info', 'warn', 'error'] as const

export type LogLevel = (typeof logLevels)[number]

/** Fields that would be a mistake of ours, kept out all the same. */
const secretFields: readonly string[] = [
  'password',
  'token',
  'secret',
  'authorization',
  'cookie',
  'url',
  'endpoint',
]

const toConsole = (level: LogLevel | 'audit', line: string): void => {
  if (level === 'error') console.error(line)
  else if (level === 'warn') console.warn(line)
  else console.log(line)
}

/** Lines of JSON on the console, where Workers Logs and `wrangler tail` find their fields. */
export const createWorkerLog = (
  level: LogLevel,
  write: (level: LogLevel | 'audit', line: string) => void = toConsole,
): Log => {
  const least = logLevels.indexOf(level)

  const tell = (lineLevel: LogLevel | 'audit', event: string, fields: object): void => {
    if (lineLevel !== 'audit' && logLevels.indexOf(lineLevel) < least) return
    const time = new Date().toISOString()
    write(lineLevel, JSON.stringify({ level: lineLevel, time, event, ...withoutSecrets(fields) }))
  }

  return {
    debug: (event, fields = {}) => tell('debug', event, fields),
    info: (event, fields = {}) => tell('info', event, fields),
    warn: (event, fields = {}) => tell('warn', event, fields),
    error: (event, cause, fields: LogFields = {}) =>
      tell('error', event, { ...fields, err: errorFields(cause) }),
    audit: (event, fields) => tell('audit', event, fields),
  }
}

const withoutSecrets = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      secretFields.includes(name) ? '[redacted]' : value,
    ]),
  )

const errorFields = (cause: unknown): object => {
  if (!(cause instanceof Error)) return { message: String(cause) }
  const { name, message, stack } = cause
  const below = cause.cause === undefined ? {} : { cause: errorFields(cause.cause) }
  return { name, message, stack, ...below }
}
