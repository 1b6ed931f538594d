import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

/** A process that is measured: what it has used so far. */
export interface ServerProcess extends AsyncDisposable {
  readonly child: ChildProcess
  /** Seconds of a core, in the program and in the kernel for it; NaN where the system does not tell. */
  cpuSeconds(): number
  /** MiB in memory now, and the most there were. */
  residentMib(): { readonly now: number; readonly most: number }
}

export interface ProcessOptions {
  readonly environment?: Readonly<Record<string, string>>
  /** Whether it tells its port to its parent, and ends with it. */
  readonly isOurs?: boolean
}

/** What still runs; none of it outlives us, however we end. */
const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

/** Starts a program; stopped with SIGTERM, and with SIGKILL where that does not help in ten seconds. */
export const startProcess = (
  file: string,
  args: readonly string[],
  { environment = {}, isOurs = false }: ProcessOptions = {},
): ServerProcess => {
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe', isOurs ? 'ipc' : 'ignore'],
    env: { ...process.env, ...environment },
  })
  let told = ''
  const keep = (text: Buffer): void => {
    told = (told + text.toString()).slice(-4000)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  running.add(child)
  child.once('exit', () => running.delete(child))
  const ended = once(child, 'exit')
  let isStopping = false
  ended.then(
    ([code]) => {
      if (!isStopping) console.error(`${file} ended by itself (${code}):\n${told}`)
    },
    (error: unknown) => console.error(`${file} did not start:`, error),
  )
  return {
    child,
    cpuSeconds: () => cpuSecondsOf(child.pid),
    residentMib: () => residentMibOf(child.pid),
    async [Symbol.asyncDispose]() {
      isStopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      child.kill('SIGTERM')
      await ended
      clearTimeout(timer)
    },
  }
}

const ticksPerSecond = 100

const cpuSecondsOf = (pid: number | undefined): number => {
  if (process.platform !== 'linux') return Number.NaN
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

const residentMibOf = (pid: number | undefined): { now: number; most: number } => {
  if (process.platform !== 'linux') return { now: Number.NaN, most: Number.NaN }
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kib = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN)
  return { now: kib('VmRSS') / 1024, most: kib('VmHWM') / 1024 }
}
