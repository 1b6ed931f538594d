/** The load as a process of its own: takes a job from its parent, runs it, tells what it came to. */
import type { Job } from '../load/jobs.ts'
import { runJob } from '../load/run-job.ts'

process.on('message', (job: Job) => {
  runJob(job).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.once('disconnect', () => process.exit())
