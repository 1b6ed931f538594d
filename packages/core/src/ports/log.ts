/** What a log line tells besides its event: plain values, never a secret, a token or a capability URL. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>

/** Structured lines: an event's stable dotted name and its fields. */
export interface Log {
  debug(event: string, fields?: LogFields): void
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  /** `cause` is written with its stack. */
  error(event: string, cause: unknown, fields?: LogFields): void
  /** Who did what to which entity: kept whatever the level. */
  audit(event: string, fields: LogFields): void
}
