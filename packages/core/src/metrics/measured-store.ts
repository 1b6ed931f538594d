import type { Metrics } from '../ports/metrics.ts'
import type { Store } from '../ports/store.ts'

/** A store whose reads and commits are told to metrics, with the time they took. */
export const measuredStore = (store: Store, metrics: Metrics): Store => {
  const reads = 'accession_store_read_duration_seconds'
  const commits = 'accession_store_commit_duration_seconds'
  const read = metrics.histogram(reads, { outcome: 'ok' })
  const failedRead = metrics.histogram(reads, { outcome: 'failed' })
  const ended = {
    committed: metrics.histogram(commits, { outcome: 'committed' }),
    changed: metrics.histogram(commits, { outcome: 'changed' }),
    taken: metrics.histogram(commits, { outcome: 'taken' }),
    failed: metrics.histogram(commits, { outcome: 'failed' }),
  }
  const secondsSince = (beganAt: number): number => (metrics.now() - beganAt) / 1000

  const measured = async <R>(beganAt: number, reading: Promise<R>): Promise<R> => {
    try {
      const rows = await reading
      read.observe(secondsSince(beganAt))
      return rows
    } catch (error) {
      failedRead.observe(secondsSince(beganAt))
      throw error
    }
  }

  return {
    find: (table, query) => measured(metrics.now(), store.find(table, query)),
    findWith: (table, parents, query) =>
      measured(metrics.now(), store.findWith(table, parents, query)),
    ids: (table, query) => measured(metrics.now(), store.ids(table, query)),
    async commit(changes) {
      const beganAt = metrics.now()
      try {
        const ending = await store.commit(changes)
        ended[ending.outcome].observe(secondsSince(beganAt))
        return ending
      } catch (error) {
        ended.failed.observe(secondsSince(beganAt))
        throw error
      }
    },
  }
}
