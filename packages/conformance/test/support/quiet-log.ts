import type { Log } from '@accession/core/ports'

const tell = (event: string, ...more: readonly unknown[]): void =>
  void process.stderr.write(`${event} ${more.map((one) => JSON.stringify(one)).join(' ')}\n`)

/** Tells of nothing but what went wrong inside: cases are refused on purpose all the time. */
export const quietLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  audit: () => undefined,
  warn: tell,
  error: (event, cause, fields) =>
    tell(event, cause instanceof Error ? cause.stack : cause, fields),
}
