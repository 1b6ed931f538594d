/**
 * Serves a Worker until its standard input ends: run as a process of its own, it ends with the
 * tests, however they end. Lines of JSON come in as requests, and go out as answers.
 */
import { createInterface } from 'node:readline'
import { createTestHarness } from 'wrangler'
import { ownOrigin } from './worker-protocol.ts'
import type { WorkerAnswer, WorkerCall, WorkerOptions } from './worker-protocol.ts'

const options = JSON.parse(process.argv[2] ?? '{}') as WorkerOptions
const { root, migrated = [], ...worker } = options
const harness = createTestHarness({ root, workers: [worker] })

const answer = (line: WorkerAnswer): void =>
  void process.stdout.write(`\n${JSON.stringify(line)}\n`)

const carryOut = async ({ kind, cron = '* * * * *' }: WorkerCall): Promise<unknown> => {
  if (kind === 'logs') return harness.getLogs().map(({ message }) => message)
  const { outcome } = await harness.getWorker().scheduled({ cron, scheduledTime: new Date() })
  return outcome
}

const run = async (line: string): Promise<void> => {
  const call = JSON.parse(line) as WorkerCall
  try {
    answer({ call: call.call, result: await carryOut(call) })
  } catch (error) {
    answer({ call: call.call, failure: String(error) })
  }
}

// A signal to the whole group, as Ctrl-C, is followed by the end of the input.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
const lines = createInterface({ input: process.stdin })
const ended = new Promise<void>((resolve) => lines.once('close', resolve))
try {
  const { url } = await harness.listen()
  const vars = Object.entries(worker.vars ?? {})
  if (vars.some(([, value]) => value.includes(ownOrigin))) {
    const known = vars.map(([name, value]) => [name, value.replaceAll(ownOrigin, url.origin)])
    const told = { ...worker, vars: Object.fromEntries(known) as Record<string, string> }
    await harness.update({ root, workers: [told] })
  }
  for (const binding of migrated) await harness.getWorker().applyD1Migrations(binding)
  lines.on('line', (line) => void run(line))
  answer({ call: 0, result: url.origin })
  await ended
} finally {
  await harness.close()
}
