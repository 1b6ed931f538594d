import { accessionError, errorTypes, isAccessionError } from '@accession/core/errors'
import type { AccessionError } from '@accession/core/errors'
import type { Asked, LabelsOf } from '@accession/core/ports'
import type { Context } from 'hono'
import { openExchange } from '../exchange.ts'
import type { Exchange } from '../exchange.ts'
import type { Host } from '../host.ts'
import type { Answer } from './answer.ts'
import { corsHeaders } from './cors.ts'
import { errorHeaders } from './error-headers.ts'
import { createRequestMetrics } from './request-metrics.ts'
import { securityHeaders } from './security-headers.ts'

/** How a route answers, and how it spells what went wrong. */
export interface Answering {
  /** The route's pattern: logs carry it, never the address itself. */
  readonly route: string
  /** What is asked for; an operation's route finds out. */
  readonly asked?: Asked
  readonly dialect: LabelsOf<'accession_http_requests_total'>['dialect']
  readonly respond: (exchange: Exchange) => Answer | Promise<Answer>
  readonly writeError: (error: AccessionError, exchange: Exchange) => Answer
}

/** Makes a handler of a route: opens the exchange, answers or spells the error, tells of it. */
export const answering = (
  host: Host,
  { route, asked, dialect, respond, writeError }: Answering,
): ((context: Context) => Promise<Response>) => {
  const { metrics } = host.world
  const tellMetrics = createRequestMetrics(metrics, dialect)
  return async (context) => {
    const startedAt = metrics.now()
    const exchange = openExchange(host, context)
    if (asked) exchange.asked = asked
    const request = context.req.raw.headers
    let answer: Answer
    let error: AccessionError | undefined
    try {
      answer = await respond(exchange)
    } catch (cause) {
      error = isAccessionError(cause) ? cause : internalError(exchange, cause)
      answer = writeError(error, exchange)
      // JSON-RPC answers 200: what headers say of an error would contradict that.
      if (answer.status >= 400)
        answer = { ...answer, headers: { ...answer.headers, ...errorHeaders(error, request) } }
    }
    const durationMs = metrics.now() - startedAt
    tellMetrics(exchange.asked, severity(answer.status, error), durationMs, error?.type)
    tell(exchange, route, answer.status, Math.round(durationMs), error)
    return new Response(answer.body ?? null, {
      status: answer.status,
      headers: {
        ...securityHeaders,
        ...corsHeaders(host.corsOrigins, request),
        'x-request-id': exchange.requestId,
        ...answer.headers,
      },
    })
  }
}

const internalError = ({ requestId }: Exchange, cause: unknown): AccessionError =>
  accessionError('accession.service.internal', [requestId], {
    data: { request_id: requestId },
    cause,
  })

/** The status that tells how it went: in JSON-RPC the answer's is 200 for errors as well. */
const severity = (status: number, error: AccessionError | undefined): number =>
  error ? Math.max(status, errorTypes[error.type].status) : status

const tell = (
  exchange: Exchange,
  route: string,
  status: number,
  durationMs: number,
  error: AccessionError | undefined,
): void => {
  const { log } = exchange.world
  const { method } = exchange.context.req
  const { user, asked: operation } = exchange
  const fields = {
    method,
    route,
    operation,
    status,
    duration_ms: durationMs,
    user,
    error: error?.id,
  }
  const isFailure = severity(status, error) >= 500
  // What was refused on purpose, such as work while stopping, has no cause.
  if (error && isFailure && error.cause !== undefined)
    log.error('http.request', error.cause, fields)
  else if (error && isFailure) log.warn('http.request', fields)
  else if (error) log.info('http.request', fields)
  else log.debug('http.request', fields)
}
