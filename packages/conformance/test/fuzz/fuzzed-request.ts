import type { SpellingName } from '../../src/spellings/spelling.ts'

/**
 * A request that may be anything but right. Marks such as `~token~` stand for what a library answered,
 * or for what is too long to print; they are filled in when it is sent.
 */
export interface FuzzedRequest {
  readonly spelling: SpellingName | 'transfer'
  /** The operation, or the transfer, that it was before it was spoiled. */
  readonly operation: string
  readonly method: string
  readonly path: string
  /** In order; a name may come twice. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: string | undefined
  /** Whether method, path and action are still those of the operation. */
  readonly isAddressed: boolean
  /** Whether HTTP itself lets it pass: else an answer need not say more than its status. */
  readonly isHttp: boolean
}

/** What the marks of a request stand for, by the name between the tildes. */
export type Marks = Readonly<Record<string, string>>

/** The mark of a name. */
export const mark = (name: string): string => `~${name}~`

/** Marks for what no library answers: written without quotes where JSON has them as a string. */
const bodyMarks: Marks = {
  deep: `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  level: `${'{"a":'.repeat(31)}1${'}'.repeat(31)}`,
  infinite: '1e400',
  inexact: '9007199254740993',
  fraction: '1.5',
  minus: '-0',
}

/** Half of a character, in JSON. */
const surrogate = String.raw`\ud800`

const hugeCharacters = 1_100_000

/** Text with its marks filled in. */
export const fill = (text: string, marks: Marks): string =>
  text.replaceAll(/~(\w+)~/g, (whole, name: string) => marks[name] ?? whole)

/** The bytes of a body with its marks filled in. */
export const fillBody = (text: string, marks: Marks): Uint8Array => {
  const unquoted = text.replaceAll(/"~(\w+)~"/g, (whole, name: string) => bodyMarks[name] ?? whole)
  const huge = 'a'.repeat(hugeCharacters)
  const filled = fill(unquoted, { surrogate, huge, ...marks })
  const parts = filled.split(mark('byte')).map((part) => Buffer.from(part, 'utf8'))
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [badByte, part])))
}

const badByte = Buffer.from([0xff])
