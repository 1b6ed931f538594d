import { readFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Metrics } from '@accession/core/ports'

/** Tells of the process itself: its versions, its memory and CPU time, how late its event loop is. */
export const tellOfProcess = (metrics: Metrics): Disposable => {
  const startedAt = Date.now() / 1000 - process.uptime()
  const versions = { version: ownVersion(), runtime: `Node.js ${process.versions.node}` }
  metrics.reading('accession_build_info', () => 1, versions)
  metrics.reading('process_start_time_seconds', () => startedAt)
  metrics.reading('process_cpu_seconds_total', () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  })
  metrics.reading('process_resident_memory_bytes', () => process.memoryUsage.rss())
  metrics.reading('nodejs_heap_size_used_bytes', () => process.memoryUsage().heapUsed)
  return tellOfEventLoop(metrics)
}

/** Every how many milliseconds the loop is looked at: what it measures is later than that. */
const resolutionMs = 20

const tellOfEventLoop = (metrics: Metrics): Disposable => {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  delays.enable()
  const seconds = (nanoseconds: number): number =>
    delays.count === 0 ? 0 : Math.max(0, nanoseconds / 1e6 - resolutionMs) / 1000
  metrics.reading('nodejs_eventloop_lag_mean_seconds', () => seconds(delays.mean))
  metrics.reading('nodejs_eventloop_lag_p99_seconds', () => seconds(delays.percentile(99)))
  metrics.reading('nodejs_eventloop_lag_max_seconds', () => {
    const longest = seconds(delays.max)
    // The last of the three that is read: what comes next belongs to the next look.
    delays.reset()
    return longest
  })
  return {
    [Symbol.dispose]() {
      delays.disable()
    },
  }
}

const ownVersion = (): string => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
