const second = 1_000

/** Bounds of a Worker's invocations: of 1,000 queries, and of half a minute after an answer. */
export const edgeLimits = {
  cronSweep: { batchMax: 10, queriesMax: 400, ms: 25 * second },
  /** What a request does for what it has made due, after its answer. */
  requestSweep: { batchMax: 10, queriesMax: 0, ms: 10 * second },
  cronTasks: { atOnce: 2, queriesMax: 400, ms: 25 * second },
  /** What a request does for a task that it has begun, after its answer. */
  requestTasks: { atOnce: 1, queriesMax: 100, ms: 10 * second },
  /** Servers that files are pulled from may be silent so long. */
  fetchSilenceMs: 10 * second,
  /** An isolate sweeps for requests so often at most; the cron trigger does the rest. */
  requestSweepEveryMs: 5 * second,
} as const
