import { usageError } from '../command-error.ts'
import type { OutputFormat } from './output-format.ts'
import { printable } from './printable.ts'
import { toYaml } from './to-yaml.ts'

/** Where a command's results and remarks go. */
export interface Output {
  readonly format: OutputFormat
  /** Whether a person reads along, who wants remarks and progress. */
  readonly isForPeople: boolean
  /**
   * The result: the lines that a person reads, or the value as JSON or YAML, or its ids, one a line:
   * those of `ids`, else the value's own.
   */
  result(value: unknown, lines: () => readonly string[], ids?: readonly string[]): void
  /** One of many results of a command that goes on; JSON takes one line each. */
  event(value: object, line: () => string): void
  /** A remark on the way, for people alone. */
  note(text: string): void
  /** Something that went wrong without ending the command. */
  warn(text: string): void
}

/** Writes results to the standard output and remarks to the standard error. */
export const createOutput = (format: OutputFormat): Output => ({
  format,
  isForPeople: format === 'table',
  result(value, lines, ids) {
    if (format === 'table') print(lines().join('\n'))
    else if (format === 'json') print(JSON.stringify(value, undefined, 2))
    else if (format === 'yaml') print(toYaml(value))
    else print((ids ?? idsOf(value)).map(printable).join('\n'))
  },
  event(value, line) {
    if (format === 'json') print(JSON.stringify(value))
    else if (format === 'yaml') print(`---\n${toYaml(value)}`)
    else if (format === 'table') print(line())
    else throw usageError('There is no list of ids here: choose --output table, json or yaml.')
  },
  note(text) {
    if (format === 'table') process.stderr.write(`${text}\n`)
  },
  warn(text) {
    process.stderr.write(`warning: ${text}\n`)
  },
})

const print = (text: string): void => {
  if (text !== '') process.stdout.write(`${text}\n`)
}

/** The ids in a result: of each of a list, or its own; by the names that the API's structures have for them. */
const idsOf = (value: unknown): readonly string[] =>
  listIn(value).map((one) => {
    if (typeof one === 'string') return one
    const id = Object.entries(one ?? {}).find(([name]) => idNames.includes(name))
    if (id) return String(id[1])
    throw usageError('This result has no ids: choose --output table, json or yaml.')
  })

const idNames: readonly string[] = ['id', 'certificate', 'policy', 'subscription', 'usage']

/** The list that a result is, or that it has as its only member; else the result alone. */
const listIn = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value
  const [only, ...others] = Object.values(value ?? {}) as readonly unknown[]
  return Array.isArray(only) && others.length === 0 ? only : [value]
}
