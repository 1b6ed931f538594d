import { linkSignal } from './linked-signal.ts'

/**
 * Runs something for each of a list, a few at once; answers in the list's order. The first failure
 * stops the others, and is thrown when all have ended.
 */
export const inParallel = async <T, R>(
  list: readonly T[],
  atOnce: number,
  signal: AbortSignal,
  run: (one: T, signal: AbortSignal) => Promise<R>,
): Promise<readonly R[]> => {
  if (!(atOnce >= 1)) throw new TypeError(`atOnce must be 1 or more, not ${atOnce}`)
  const linked = linkSignal(signal)
  const results: R[] = []
  const waiting = list.entries()
  const work = async () => {
    for (const [index, one] of waiting) {
      if (linked.signal.aborted) return
      try {
        results[index] = await run(one, linked.signal)
      } catch (error) {
        linked.stop(error)
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, list.length) }, work))
    linked.signal.throwIfAborted()
    return results
  } finally {
    linked.release()
  }
}
