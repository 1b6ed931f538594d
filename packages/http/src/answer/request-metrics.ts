import type { ErrorType } from '@accession/core/errors'
import type { Asked, Counter, Histogram, LabelsOf, Metrics } from '@accession/core/ports'

type Labels = LabelsOf<'accession_http_requests_total'>

/** What is told of one operation, kept so that a request looks nothing up but its counters. */
interface Told {
  readonly seconds: Histogram
  readonly answers: Map<number, Counter>
}

/** Tells metrics of the requests of a route: what was asked for, how it was answered, how long it took. */
export const createRequestMetrics = (
  metrics: Metrics,
  dialect: Labels['dialect'],
): ((asked: Asked, status: number, durationMs: number, error: ErrorType | undefined) => void) => {
  const byAsked = new Map<Asked, Told>()
  return (asked, status, durationMs, error) => {
    let told = byAsked.get(asked)
    if (!told) {
      const duration = 'accession_http_request_duration_seconds'
      const seconds = metrics.histogram(duration, { operation: asked })
      told = { seconds, answers: new Map() }
      byAsked.set(asked, told)
    }
    const hundreds = Math.floor(status / 100)
    let answers = told.answers.get(hundreds)
    if (!answers) {
      const labels = { operation: asked, dialect, status: `${hundreds}xx` as Labels['status'] }
      answers = metrics.counter('accession_http_requests_total', labels)
      told.answers.set(hundreds, answers)
    }
    answers.add()
    told.seconds.observe(durationMs / 1000)
    if (error) metrics.counter('accession_http_errors_total', { error_type: error }).add()
  }
}
