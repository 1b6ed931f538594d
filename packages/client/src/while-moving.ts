import { ConnectionError } from './connection-error.ts'
import { linkSignal } from './linked-signal.ts'

/** How long a transfer may stand still. */
export interface MovingOptions {
  readonly signal: AbortSignal
  /** Without a piece of bytes for so long, the transfer is given up. */
  readonly idleTimeoutMs: number
  /** What moves, for the message. */
  readonly what: string
}

/**
 * Runs a transfer under a signal that fires when the caller's does, or when nothing has moved for
 * long; the transfer calls `moved` for each piece, which costs it a look at the clock.
 */
export const whileMoving = async <T>(
  { signal, idleTimeoutMs, what }: MovingOptions,
  run: (signal: AbortSignal, moved: () => void) => Promise<T>,
): Promise<T> => {
  const linked = linkSignal(signal)
  let movedAt = performance.now()
  let timer: ReturnType<typeof setTimeout> | undefined
  const watch = (ms: number) => {
    timer = setTimeout(() => {
      const leftMs = movedAt + idleTimeoutMs - performance.now()
      if (leftMs > 0) return watch(leftMs)
      const message = `${what}: nothing has moved for ${idleTimeoutMs} milliseconds`
      linked.stop(new ConnectionError('timed_out', message))
    }, ms)
  }
  watch(idleTimeoutMs)
  try {
    return await run(linked.signal, () => void (movedAt = performance.now()))
  } catch (error) {
    throw linked.signal.aborted ? linked.signal.reason : error
  } finally {
    clearTimeout(timer)
    linked.release()
    // A request that has failed may otherwise go on reading its body to the end.
    linked.stop()
  }
}
