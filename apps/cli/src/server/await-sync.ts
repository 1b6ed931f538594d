import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@accession/client'
import { CommandError } from '../command-error.ts'
import { Interrupted } from '../stop-signal.ts'
import { findTasks, syncServices, taskSays, type FoundTask, type TaskTarget } from './find-tasks.ts'

/**
 * Waits until no task synchronizes a library or an item any more; rejects with why the last one
 * failed. A server that knows no such tasks has nothing to wait for.
 */
export const awaitSync = async (
  client: Client,
  target: TaskTarget,
  signal: AbortSignal,
  onProgress: (text: string) => void,
): Promise<void> => {
  let told = ''
  let seen: FoundTask | undefined
  try {
    for (let waitMs = 100; ; waitMs = Math.min(2 * waitMs, 2_000)) {
      seen = (await findTasks(client, { target, services: syncServices }, signal)).at(-1)
      if (!seen || seen.status === 'SUCCEEDED') return
      if (seen.status === 'FAILED') throw new CommandError(taskSays(seen))
      const text = taskSays(seen)
      if (text !== told) onProgress(text)
      told = text
      await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted())
    }
  } catch (error) {
    throw error instanceof Interrupted ? goingOn(error, seen) : error
  }
}

/** Who stops waiting stops no task. */
const goingOn = ({ signal }: Interrupted, task: FoundTask | undefined): Interrupted => {
  const ways = task
    ? `\`accession task show ${task.id}\` tells how far it is, \`accession task cancel ${task.id}\` stops it`
    : '`accession task ls` tells how far it is'
  return new Interrupted(signal, `the server goes on with it. ${ways}.`)
}
