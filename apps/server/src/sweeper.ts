import type { Clock, Log } from '@accession/core/ports'

export interface SweeperOptions {
  /** One bounded step; `more` when something due is left. */
  readonly step: () => Promise<{ readonly more: boolean }>
  readonly clock: Clock
  readonly log: Log
  /** Between the end of one round and the next, when nobody asks for one. @default 2000 */
  readonly intervalMs?: number
  /** What becomes due within this after the first request is swept together. @default 50 */
  readonly gatherMs?: number
  /** The event that a step which failed is logged as. @default 'upkeep.failed' */
  readonly failure?: string
}

/** Sweeps in rounds until it is stopped. */
export interface Sweeper {
  start(): void
  /** Asks for a round soon; one that runs goes round once more. */
  soon(): void
  /** Resolves when the step that runs has ended. */
  stop(): Promise<void>
}

/** Sweeps every few seconds, sooner when asked; a step that fails is logged and tried again later. */
export const createSweeper = (options: SweeperOptions): Sweeper => {
  const { step, clock, log, intervalMs = 2000, gatherMs = 50 } = options
  const { failure = 'upkeep.failed' } = options
  const stopping = new AbortController()
  const isStopped = (): boolean => stopping.signal.aborted
  let isAsked = false
  let wake = new AbortController()
  let running: Promise<void> | undefined

  const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
    await clock.sleep(ms, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error
    })
  }

  const waitForTurn = async (): Promise<void> => {
    wake = new AbortController()
    if (!isAsked) await pause(intervalMs, AbortSignal.any([wake.signal, stopping.signal]))
    if (isAsked) await pause(gatherMs, stopping.signal)
    isAsked = false
  }

  const round = async (): Promise<void> => {
    for (let more = true; more && !isStopped();) {
      try {
        more = (await step()).more
      } catch (error) {
        log.error(failure, error)
        more = false
      }
    }
  }

  const run = async (): Promise<void> => {
    while (!isStopped()) {
      await round()
      await waitForTurn()
    }
  }

  return {
    start() {
      running ??= run()
    },
    soon() {
      isAsked = true
      // Each call would make an error of its own, with its stack.
      if (!wake.signal.aborted) wake.abort()
    },
    async stop() {
      stopping.abort()
      await running
    },
  }
}
