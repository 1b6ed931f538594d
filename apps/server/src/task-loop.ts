import type { TaskRunner } from '@accession/core'
import type { Clock, Log } from '@accession/core/ports'
import { createSweeper } from './sweeper.ts'
import type { Sweeper } from './sweeper.ts'

/**
 * Takes tasks up as the sweeper sweeps: every few seconds, sooner when asked. To stop has running
 * steps end, and puts their tasks back.
 */
export const createTaskLoop = (
  open: () => TaskRunner,
  ports: { readonly clock: Clock; readonly log: Log },
): Sweeper => {
  let runner: TaskRunner | undefined
  const loop = createSweeper({
    ...ports,
    failure: 'tasks.failed',
    async step() {
      runner ??= open()
      await runner.takeUp()
      return { more: false }
    },
  })
  return {
    start: () => loop.start(),
    soon: () => loop.soon(),
    async stop() {
      await loop.stop()
      await runner?.stop()
    },
  }
}
