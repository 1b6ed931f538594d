import type { Log, LogFields } from '../ports/log.ts'

/** A line that was logged, as tests look at it. */
export interface LogLine {
  readonly level: keyof Log
  readonly event: string
  readonly fields: LogFields
  readonly cause?: unknown
}

/** A log that keeps its lines. */
export const createTestLog = (): Log & { readonly lines: readonly LogLine[] } => {
  const lines: LogLine[] = []
  const keep =
    (level: 'debug' | 'info' | 'warn' | 'audit') =>
    (event: string, fields: LogFields = {}): void => {
      lines.push({ level, event, fields })
    }
  return {
    lines,
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    audit: keep('audit'),
    error(event, cause, fields = {}) {
      lines.push({ level: 'error', event, fields, cause })
    },
  }
}
