/** Runs something for each value, so many at once; after a failure no more are begun. */
export const inParallel = async <T>(
  values: AsyncIterable<T>,
  atOnce: number,
  run: (value: T) => Promise<void>,
): Promise<void> => {
  const iterator = values[Symbol.asyncIterator]()
  const failed = new AbortController()
  const work = async (): Promise<void> => {
    while (!failed.signal.aborted) {
      const step = await iterator.next()
      if (step.done) return
      await run(step.value)
    }
  }
  const workers = Array.from({ length: atOnce }, () =>
    work().catch((error: unknown) => {
      failed.abort()
      throw error
    }),
  )
  const ends = await Promise.allSettled(workers)
  await iterator.return?.()
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}
