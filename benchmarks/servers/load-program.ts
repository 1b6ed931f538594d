import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Job, JobResult } from '../load/jobs.ts'
import { startProcess } from './server-process.ts'

/** The process that makes the load. */
export interface Load extends AsyncDisposable {
  /** Runs one job at a time; throws what went wrong there. */
  run(job: Job): Promise<JobResult>
}

/** Starts the load. */
export const startLoad = (): Load => {
  const path = fileURLToPath(new URL('../programs/load.ts', import.meta.url))
  const server = startProcess(process.execPath, [path], { isOurs: true })
  return {
    async run(job) {
      server.child.send(job)
      const [message] = (await once(server.child, 'message')) as [
        { readonly result?: JobResult; readonly error?: string },
      ]
      if (message.result) return message.result
      throw new Error(`${job.kind} at ${job.origin}: ${message.error}`)
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}
