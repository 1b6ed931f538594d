import { createMetrics, createRunningTransfers } from '@accession/core'
import type { World } from '@accession/core'
import { isAccessionError } from '@accession/core/errors'
import { createNodeIds, nodeHashing, nodePasswords, nodeSignatures } from '@accession/crypto'
import { createWorkerFetcher } from '@accession/fetcher/worker'
import { createApp } from '@accession/http'
import { itemTypes } from '@accession/item-types/adapters'
import { createD1Store } from '@accession/store-sql/d1'
import { requestBytes } from './adapters/request-bytes.ts'
import { workerClock } from './adapters/worker-clock.ts'
import { createWorkerLog } from './adapters/worker-log.ts'
import { edgeLimits } from './edge-limits.ts'
import { readEdgeSettings } from './edge-settings.ts'
import type { EdgeSettings } from './edge-settings.ts'
import type { Environment } from './environment.ts'
import { openBucket } from './open-bucket.ts'
import { runTasksWithin } from './run-tasks-within.ts'
import type { TaskBudget } from './run-tasks-within.ts'
import { prepareCatalog } from './prepare-catalog.ts'
import { sweepWithin } from './sweep-within.ts'
import { unpreparedAnswer } from './unprepared-answer.ts'
import { withLength } from './with-length.ts'

/** A library as the events of a Worker meet it. */
export interface Edge {
  fetch(request: Request, context: ExecutionContext): Promise<Response>
  scheduled(): Promise<void>
}

/**
 * What an isolate keeps: values and bindings alone. Promises and whatever else belongs to a request
 * end with it, and would leave others waiting.
 */
export const createEdge = (environment: Environment): Edge => {
  const settings = readEdgeSettings(environment)
  const world = createWorld(environment, settings)
  let isPrepared = false
  let sweptAt = -Infinity

  const prepare = async (): Promise<void> => {
    if (!isPrepared) await prepareCatalog(environment, world, settings)
    isPrepared = true
  }

  const sweepWith = async (budget: Parameters<typeof sweepWithin>[2]): Promise<void> => {
    try {
      const spent = await sweepWithin(world, environment.DATABASE, budget)
      world.log.debug('upkeep.swept', spent)
    } catch (error) {
      world.log.error('upkeep.failed', error)
    }
  }

  const runTasks = async (budget: TaskBudget): Promise<void> => {
    try {
      await runTasksWithin(world, environment.DATABASE, budget)
    } catch (error) {
      world.log.error('tasks.failed', error)
    }
  }

  const sweepAfter = (context: Pick<ExecutionContext, 'waitUntil'>): void => {
    const now = world.clock.now()
    if (now < sweptAt + edgeLimits.requestSweepEveryMs) return
    sweptAt = now
    context.waitUntil(sweepWith(edgeLimits.requestSweep))
  }

  const app = createApp(world, {
    publicUrl: settings.publicUrl,
    corsOrigins: settings.corsOrigins,
    clientAddress: ({ req }) => req.header('cf-connecting-ip') ?? 'unknown',
    readBody: ({ req }) => requestBytes(req.raw),
    uploadBytesMax: settings.uploadBytesMax,
    requestWorld: ({ executionCtx }) => ({
      transfers: createRunningTransfers(),
      keepAlive: (work) => executionCtx.waitUntil(work),
      sweepSoon: () => sweepAfter(executionCtx),
      runTasksSoon: () => executionCtx.waitUntil(runTasks(edgeLimits.requestTasks)),
    }),
  })

  return {
    async fetch(request, context) {
      try {
        if (new URL(request.url).pathname !== '/healthz') await prepare()
      } catch (error) {
        world.log.error('edge.not_prepared', error)
        if (!isAccessionError(error)) throw error
        const { type, id, message: text } = error
        return unpreparedAnswer({ type, id, text })
      }
      const answered = Promise.resolve(app.fetch(request, environment, context)).then(withLength)
      // A request whose client has gone goes on, to put back what it had begun.
      context.waitUntil(answered.catch(() => undefined))
      return answered
    },
    async scheduled() {
      await prepare()
      await sweepWith(edgeLimits.cronSweep)
      await runTasks(edgeLimits.cronTasks)
    },
  }
}

const createWorld = (environment: Environment, settings: EdgeSettings): World => {
  const { sessionTimeoutMs, sessionRetentionMs, presignedUploads, presignedDownloads } = settings
  return {
    store: createD1Store({ database: environment.DATABASE }),
    blobs: openBucket(environment, settings),
    clock: workerClock,
    ids: createNodeIds(),
    hashing: nodeHashing,
    passwords: nodePasswords,
    fetcher: createWorkerFetcher({
      allow: settings.fetchAllow,
      // An invocation that waits for longer ends in the middle.
      limits: { headersMs: edgeLimits.fetchSilenceMs, idleMs: edgeLimits.fetchSilenceMs },
    }),
    signatures: nodeSignatures,
    log: createWorkerLog(settings.logLevel),
    metrics: createMetrics(),
    settings: { sessionTimeoutMs, sessionRetentionMs, presignedUploads, presignedDownloads },
    itemTypes,
    // Requests bring their own: this one stands for the isolate when it sweeps.
    transfers: createRunningTransfers(),
    sweepSoon: () => undefined,
    runTasksSoon: () => undefined,
  }
}
