import { setTimeout } from 'node:timers/promises'
import type { Clock } from '@accession/core/ports'

/** The clock of the machine; a sleep alone keeps no process alive. */
export const nodeClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted()
    await setTimeout(ms, undefined, { ref: false, ...(signal && { signal }) }).catch((error) => {
      // Node wraps the reason of the signal in an error of its own.
      signal?.throwIfAborted()
      throw error
    })
  },
}
