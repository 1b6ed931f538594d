import type { JobResult } from '../load/jobs.ts'
import type { Figure, Sample } from '../run/figure.ts'
import type { Load } from '../servers/load-program.ts'
import type { ServerProcess } from '../servers/server-process.ts'

/** What figures are made with. */
export interface Context {
  /** On the disk that is measured. */
  readonly folder: string
  readonly load: Load
  /** Whether counts and sizes are so small that figures only show that they can be made. */
  readonly isQuick: boolean
  /** The program, where it is installed. */
  readonly vcsim: string | undefined
  readonly tusd: string | undefined
  readonly nginx: string | undefined
}

/** Figures that share servers, which run until they are disposed. */
interface FigureGroup extends AsyncDisposable {
  readonly figures: readonly Figure[]
}

/** Opens the servers of a group. */
export type OpenGroup = (context: Context) => Promise<FigureGroup>

/** Measures a server while a job runs against it. */
export const sampleOf = async (
  server: Pick<ServerProcess, 'cpuSeconds'>,
  run: () => Promise<JobResult>,
  /** What is counted for each of the job's: MB of a file. */
  each = 1,
): Promise<Sample> => {
  const before = server.cpuSeconds()
  const { count, seconds } = await run()
  return { count: count * each, seconds, cpuSeconds: server.cpuSeconds() - before }
}

/** Disposes of several things, the last first. */
export const disposing = (parts: readonly AsyncDisposable[]): AsyncDisposable => ({
  async [Symbol.asyncDispose]() {
    for (const part of parts.toReversed()) await part[Symbol.asyncDispose]()
  },
})
