import { it } from 'vitest'
import { createMetrics } from '../metrics/create-metrics.ts'

const metrics = createMetrics()

it('only metrics of the catalog can be told', () => {
  // @ts-expect-error -- no such metric
  metrics.counter('accession_nothing_total')
  // @ts-expect-error -- a histogram is no counter
  metrics.counter('accession_sweep_step_duration_seconds')
  metrics.counter('accession_update_sessions_created_total').add()
})

it('only with its labels, and with their values', () => {
  // @ts-expect-error -- the direction is missing
  metrics.level('accession_transfers_running')
  // @ts-expect-error -- no such direction
  metrics.level('accession_transfers_running', { direction: 'sideways' })
  // @ts-expect-error -- no such label
  metrics.level('accession_transfers_running', { direction: 'upload', user: 'ada' })
  // @ts-expect-error -- no such operation
  metrics.counter('accession_commits_given_up_total', { operation: '/api/session' })
  // @ts-expect-error -- it has no labels
  metrics.counter('accession_update_sessions_created_total', { user: 'ada' })
  metrics.counter('accession_commits_given_up_total', { operation: 'updateSession.delete' }).add()
})
