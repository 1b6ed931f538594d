import type { Log } from '@accession/core/ports'
import { pino } from 'pino'
import { readableLine } from './readable-lines.ts'

export interface NodeLogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  /** The field `node` of every line. @default no such field */
  readonly node?: string | undefined
  /** Readable lines instead of JSON. @default whether the standard output is a terminal */
  readonly isReadable?: boolean
  /** Takes the lines. @default the standard output */
  readonly write?: (text: string) => void
}

/** Fields that would be a mistake of ours, kept out all the same. */
const secretFields = ['password', 'token', 'secret', 'authorization', 'cookie', 'url', 'endpoint']

/** JSON lines on the standard output, readable ones on a terminal. */
export const createNodeLog = (options: NodeLogOptions): Log => {
  const { level, node, isReadable = process.stdout.isTTY, write } = options
  const logger = pino(
    {
      level,
      customLevels: { audit: 100 },
      base: node === undefined ? null : { node },
      messageKey: 'event',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secretFields, censor: '[redacted]' },
    },
    destination(isReadable, write),
  )
  return {
    debug: (event, fields = {}) => logger.debug(fields, event),
    info: (event, fields = {}) => logger.info(fields, event),
    warn: (event, fields = {}) => logger.warn(fields, event),
    error: (event, cause, fields = {}) => logger.error({ ...fields, err: asError(cause) }, event),
    audit: (event, fields) => logger.audit(fields, event),
  }
}

const destination = (isReadable: boolean, write: NodeLogOptions['write']) => {
  if (!isReadable && !write) return pino.destination({ dest: 1, sync: false })
  const take = write ?? ((text: string) => void process.stdout.write(text))
  return { write: (line: string) => take(isReadable ? readableLine(line) : line) }
}

const asError = (cause: unknown): Error =>
  cause instanceof Error ? cause : new Error(`Not an error, but: ${String(cause)}`)
