import type { CallOptions } from './connection-options.ts'
import type { EachOptions } from './each.ts'
import { isGone } from './is-gone.ts'
import { linkSignal } from './linked-signal.ts'

type Got<T> = { readonly value: T } | { readonly error: unknown }

/**
 * Yields what the ids of a list name, in its order, some gets ahead of the caller; leaves out what
 * is gone by then, and stops the gets under way when the caller has enough.
 */
export async function* getEach<T>(
  list: (options: CallOptions) => Promise<readonly string[]>,
  get: (id: string, options: CallOptions) => Promise<T>,
  { atOnce = 8, signal, timeoutMs }: EachOptions,
): AsyncGenerator<T, void, undefined> {
  if (!(atOnce >= 1)) throw new TypeError(`atOnce must be 1 or more, not ${atOnce}`)
  const ids = await list({ signal, timeoutMs })
  const linked = linkSignal(signal)
  const options = { signal: linked.signal, timeoutMs }
  const settled = (id: string): Promise<Got<T>> =>
    get(id, options).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
  const underWay: Promise<Got<T>>[] = []
  try {
    for (let next = 0; next < ids.length || underWay.length > 0;) {
      signal?.throwIfAborted()
      while (underWay.length < atOnce && next < ids.length) {
        underWay.push(settled(ids[next++] ?? ''))
      }
      const got = await underWay.shift()
      if (got && 'value' in got) yield got.value
      else if (got && !isGone(got.error)) throw got.error
    }
  } finally {
    linked.release()
    linked.stop()
  }
}
