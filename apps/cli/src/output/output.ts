/** Where a command's results and remarks go. */
export interface Output {
  readonly json: boolean
  /** The result: one JSON value with `--json`, else the lines that a person reads. */
  result(value: unknown, lines: () => readonly string[]): void
  /** A remark on the way, for people alone. */
  note(text: string): void
  /** Something that went wrong without ending the command. */
  warn(text: string): void
}

/** Writes results to the standard output and remarks to the standard error. */
export const createOutput = (json: boolean): Output => ({
  json,
  result(value, lines) {
    const text = json ? JSON.stringify(value, undefined, 2) : lines().join('\n')
    if (text !== '') process.stdout.write(`${text}\n`)
  },
  note(text) {
    if (!json) process.stderr.write(`${text}\n`)
  },
  warn(text) {
    process.stderr.write(`warning: ${text}\n`)
  },
})
