import type { Metrics } from '@accession/core/ports'

/** What a pool of `pg` says of itself. */
interface PoolUse {
  readonly totalCount: number
  readonly idleCount: number
  readonly waitingCount: number
}

/** Tells metrics how many connections are in use, and how many queries wait for one. */
export const tellOfPool = (metrics: Pick<Metrics, 'reading'>, pool: PoolUse): void => {
  const connections = 'accession_postgres_connections'
  const busy = (): number => pool.totalCount - pool.idleCount
  metrics.reading(connections, busy, { state: 'busy' })
  metrics.reading(connections, () => pool.idleCount, { state: 'idle' })
  metrics.reading('accession_postgres_waiting', () => pool.waitingCount)
}
