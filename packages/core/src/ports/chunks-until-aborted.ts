/**
 * The chunks of a source; throws the signal's reason as soon as it aborts, without waiting for a
 * source that hangs. For adapters, whose writes must end when their signal says so.
 */
export async function* chunksUntilAborted(
  source: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  signal.throwIfAborted()
  const iterator = source[Symbol.asyncIterator]()
  let interrupt: (() => void) | undefined
  const onAbort = (): void => interrupt?.()

  // Not Promise.race with one promise of the abort: that would keep something of every chunk.
  const next = () =>
    new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
      interrupt = () => reject(signal.reason)
      if (signal.aborted) interrupt()
      else iterator.next().then(resolve, reject)
    })

  signal.addEventListener('abort', onAbort)
  try {
    for (let step = await next(); !step.done; step = await next()) yield step.value
  } finally {
    signal.removeEventListener('abort', onAbort)
    // Lets go of a source that is left early; one that hangs answers only when it goes on, and one
    // that has ended has nothing to say.
    void iterator.return?.().catch(() => undefined)
  }
}
