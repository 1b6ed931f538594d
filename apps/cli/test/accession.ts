import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin/accession.js', import.meta.url))
const built = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const password = 'correct horse battery staple'

/** How a command line ended. */
interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** How a command line is run, besides its arguments. */
interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: string
  /** Interrupts the command once it has written this to its standard error. */
  readonly interruptAt?: string
  /** The same for its standard output. */
  readonly interruptAtOutput?: string
  /** The Node.js to run it with, where another one than the tests' is to be tried. */
  readonly node?: string
}

/** A real server in a process of its own, and the command line to call it with. */
export interface Accession {
  readonly url: string
  /** A folder for the test's own files. */
  readonly folder: string
  run(args: readonly string[], options?: RunOptions): Promise<Ended>
  /** Runs a command that is to succeed, and answers its JSON. */
  json<T>(...args: readonly string[]): Promise<T>
  close(): Promise<number | null>
}

const start = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  node = process.execPath,
): ChildProcess => {
  if (!existsSync(built))
    throw new Error('Build first: these tests run the built program (npm run build)')
  const { PATH = '', HOME = '' } = process.env
  return spawn(node, [bin, ...args], { env: { PATH, HOME, ...env } })
}

/** Starts a server on a free port, in an empty folder; `variables` are for it alone. */
export const startAccession = async (
  variables: Readonly<Record<string, string>> = {},
): Promise<Accession> => {
  const folder = await mkdtemp(join(tmpdir(), 'accession-cli-'))
  const server = start(['serve', '--port', '0', '--data', join(folder, 'data')], {
    ACCESSION_ADMIN_PASSWORD: password,
    // For servers of the tests' own that files are pulled from.
    ACCESSION_FETCH_ALLOW: '127.0.0.1',
    ...variables,
  })
  const ended = once(server, 'exit') as Promise<[number | null]>
  server.stdout?.resume()
  const url = await new Promise<string>((resolve, reject) => {
    let told = ''
    server.stderr?.on('data', (piece) => {
      told += String(piece)
      const found = /listens on (\S+)/.exec(told)
      if (found?.[1]) resolve(found[1])
    })
    void ended.then(([code]) => reject(new Error(`serve ended with ${code}: ${told}`)))
  })
  const own = {
    ACCESSION_SERVER: url,
    ACCESSION_PASSWORD: password,
    // Never the profiles of whoever runs the tests.
    XDG_CONFIG_HOME: join(folder, 'config'),
    APPDATA: join(folder, 'config'),
  }
  const run = (args: readonly string[], { env = {}, node, ...options }: RunOptions = {}) =>
    runToEnd(start(args, { ...own, ...env }, node), options)
  return {
    url,
    folder,
    run,
    async json<T>(...args: readonly string[]) {
      const { code, stdout, stderr } = await run([...args, '--json'])
      if (code !== 0) throw new Error(`accession ${args.join(' ')} ended with ${code}: ${stderr}`)
      return JSON.parse(stdout) as T
    },
    async close() {
      server.kill('SIGTERM')
      const [code] = await ended
      await rm(folder, { recursive: true })
      return code
    },
  }
}

const runToEnd = async (
  child: ChildProcess,
  { stdin = '', interruptAt, interruptAtOutput }: Omit<RunOptions, 'env' | 'node'>,
): Promise<Ended> => {
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('The command has no output to read')
  child.stdin?.end(stdin)
  const interrupt = (stream: Readable, at: string | undefined): void => {
    if (at === undefined) return
    stream.on('data', (piece) => {
      if (String(piece).includes(at)) child.kill('SIGINT')
    })
  }
  interrupt(stderr, interruptAt)
  interrupt(stdout, interruptAtOutput)
  const [[code], out, error] = await Promise.all([
    once(child, 'exit') as Promise<[number | null]>,
    text(stdout),
    text(stderr),
  ])
  return { code, stdout: out, stderr: error }
}

/** The password of the first user. */
export const adminPassword = password
