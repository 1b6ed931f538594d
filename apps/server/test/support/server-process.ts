import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

/** A server as a process of its own, run from its sources. */
export interface ServerProcess {
  readonly url: URL
  readonly pid: number
  /** What it wrote to the standard output so far. */
  output(): string
  /** What it wrote to the standard error so far. */
  errors(): string
  /** Resolves when a line of the log tells of the event; also for one that was told before. */
  logged(event: string): Promise<void>
  signal(name: 'SIGTERM' | 'SIGINT' | 'SIGKILL' | 'SIGUSR2'): void
  exited: Promise<{ code: number | null; signal: string | null }>
}

/** Settings, and keys of a bucket. */
export type ServerVariables = Readonly<Record<`${'ACCESSION' | 'AWS'}_${string}`, string>>

/** Starts a server that takes a free port, and waits until it listens. */
export const startServerProcess = async (
  variables: ServerVariables,
  program: 'serve.ts' | 'serve-collecting.ts' = 'serve.ts',
): Promise<ServerProcess> => {
  const child = spawnServer({ ACCESSION_PORT: '0', ...variables }, program)
  const events = new Set<string>()
  const wakers = new Set<() => void>()
  let at: string | undefined
  createInterface(child.stdout).on('line', (line) => {
    const { event, at: place } = JSON.parse(line) as { event: string; at?: string }
    events.add(event)
    if (event === 'server.started') at = place
    wakers.forEach((wake) => wake())
  })
  const exited = exitOf(child)
  const output = collect(child.stdout)
  const errors = collect(child.stderr)

  const logged = (event: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (events.has(event)) resolve()
      }
      wakers.add(look)
      look()
      void exited.then(({ code }) =>
        reject(new Error(`It ended with ${code} before ${event}: ${errors()}`)),
      )
    })

  await logged('server.started')
  return {
    url: new URL(String(at)),
    pid: child.pid ?? 0,
    output,
    errors,
    logged,
    signal: (name) => void child.kill(name),
    exited,
  }
}

/** Runs a server that is to end by itself; resolves with its exit code and standard error. */
export const failToStart = async (
  variables: ServerVariables,
): Promise<{ code: number | null; errors: string }> => {
  const child = spawnServer(variables, 'serve.ts')
  child.stdout.resume()
  const errors = collect(child.stderr)
  const { code } = await exitOf(child)
  return { code, errors: errors() }
}

const spawnServer = (variables: ServerVariables, program: string) => {
  const path = fileURLToPath(new URL(program, import.meta.url))
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('ACCESSION_'))
  return spawn(process.execPath, ['--conditions=@accession/source', path], {
    env: { ...Object.fromEntries(own), NODE_OPTIONS: '', NODE_NO_WARNINGS: '1', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

type Child = ReturnType<typeof spawnServer>

const collect = (stream: Readable): (() => string) => {
  let text = ''
  stream.on('data', (chunk) => (text += String(chunk)))
  return () => text
}

const exitOf = async (child: Child): Promise<{ code: number | null; signal: string | null }> => {
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  return { code, signal }
}
