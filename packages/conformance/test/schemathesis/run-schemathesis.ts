import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KnownThings } from './known-things.ts'

/** What is tried, and how much of it. */
export interface SchemathesisOptions {
  readonly python: string
  readonly url: URL
  readonly user: string
  readonly password: string
  readonly known: readonly KnownThings[]
  /** Requests that are drawn for each operation. */
  readonly examples: number
  /** Also wrong requests, and every boundary of every schema, one at a time. */
  readonly thorough: boolean
  /** The same requests each time; drawn anew where it is left out. */
  readonly seed?: number
  /** A pattern of `operationId`. @default all operations */
  readonly only?: string
}

/** How a run ended, and all it said. */
export interface SchemathesisRun {
  readonly code: number | null
  readonly output: string
}

/**
 * What the document promises of answers. That wrong requests are refused and right ones taken is not
 * asked: `null` is taken for unset, and whether an id is known, no schema says. Nor what becomes of
 * wrong passwords: each is answered later than the one before.
 */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
]

/** Against a run that hangs: it ends before the test that waits for it. */
const runningMs = { brief: 110_000, thorough: 25 * 60_000 }

/** Runs schemathesis against the document that a server answers. */
export const runSchemathesis = async (options: SchemathesisOptions): Promise<SchemathesisRun> => {
  const folder = await mkdtemp(join(tmpdir(), 'accession-schemathesis-'))
  try {
    const settings = join(folder, 'schemathesis.toml')
    await writeFile(settings, settingsOf(options), { mode: 0o600 })
    const document = new URL('/openapi.json', options.url).href
    const command = ['-m', 'schemathesis.cli', '--config-file', settings, 'run', document]
    return await runIn(folder, options, [...command, ...flagsOf(options)])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const flagsOf = ({ thorough, examples, seed, only }: SchemathesisOptions): readonly string[] => {
  const flags = {
    checks: checks.join(','),
    warnings: 'off',
    'suppress-health-check': 'all',
    phases: thorough ? 'coverage,fuzzing' : 'fuzzing',
    mode: thorough ? 'all' : 'positive',
    'max-examples': examples,
    seed,
    'include-operation-id-regex': only,
  }
  return Object.entries(flags).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}=${value}`],
  )
}

const runIn = async (
  folder: string,
  { python, password, thorough }: SchemathesisOptions,
  args: readonly string[],
): Promise<SchemathesisRun> => {
  const child = spawn(python, args, {
    cwd: folder,
    env: { ...process.env, ACCESSION_PASSWORD: password, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: thorough ? runningMs.thorough : runningMs.brief,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => void (output += text))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code, output }
}

const settingsOf = ({ user, known }: SchemathesisOptions): string =>
  [
    '[auth]',
    `basic = { username = ${JSON.stringify(user)}, password = "\${ACCESSION_PASSWORD}" }`,
    ...known.flatMap(({ operations, values }) => [
      '[[operations]]',
      `include-operation-id-regex = ${JSON.stringify(operations)}`,
      '[operations.parameters]',
      ...Object.entries(values).map(([name, value]) => `${name} = ${JSON.stringify(value)}`),
    ]),
    '',
  ].join('\n')
