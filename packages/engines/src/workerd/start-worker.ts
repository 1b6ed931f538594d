import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { WorkerAnswer, WorkerCall, WorkerOptions } from './worker-protocol.ts'

/** A Worker in workerd, with empty storage of its own. */
export interface RunningWorker extends AsyncDisposable {
  readonly url: URL
  /** The process that started workerd. */
  readonly processId: number
  /** Runs its cron trigger, as the schedule would; answers how that ended. */
  scheduled(cron?: string): Promise<string>
  /** The lines that it has logged. */
  logs(): Promise<readonly string[]>
}

const program = fileURLToPath(new URL('./serve-worker.ts', import.meta.url))

/** Packages are bundled from their sources, without a build before. */
const environment = {
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_WRITE_LOGS: 'false',
  WRANGLER_BUILD_CONDITIONS: '@accession/source,workerd,worker,browser',
}

/** Starts a Worker on a port of its own; it ends with this process, also when that is killed. */
export const startWorker = async (options: WorkerOptions): Promise<RunningWorker> => {
  const child = spawn(process.execPath, ['--no-warnings', program, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  })
  const waiting = new Map<number, (answer: WorkerAnswer) => void>()
  const exited = once(child, 'exit')
  void exited.then(() => {
    for (const [call, settle] of waiting) settle({ call, failure: 'The Worker has ended' })
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    // Others in that process may write lines too.
    if (!line.startsWith('{"call":')) return
    const answer = JSON.parse(line) as WorkerAnswer
    waiting.get(answer.call)?.(answer)
  })

  const answerTo = async (call: number): Promise<unknown> => {
    const { result, failure } = await new Promise<WorkerAnswer>((resolve) =>
      waiting.set(call, resolve),
    )
    waiting.delete(call)
    if (failure !== undefined) throw new Error(failure)
    return result
  }
  let calls = 0
  const ask = async (what: Omit<WorkerCall, 'call'>): Promise<unknown> => {
    const call = ++calls
    const answer = answerTo(call)
    child.stdin.write(`${JSON.stringify({ call, ...what })}\n`)
    return answer
  }

  const url = new URL(String(await answerTo(0)))
  // It does not keep the tests from ending; it ends when its input does, at the latest then.
  child.unref()
  for (const pipe of [child.stdin, child.stdout]) if ('unref' in pipe) (pipe.unref as () => void)()
  return {
    url,
    processId: child.pid ?? 0,
    scheduled: async (cron) =>
      String(await ask({ kind: 'scheduled', ...(cron !== undefined && { cron }) })),
    logs: async () => (await ask({ kind: 'logs' })) as string[],
    async [Symbol.asyncDispose]() {
      child.ref()
      child.stdin.end()
      await exited
    },
  }
}
