import { commonErrors } from '@accession/core/contract'
import { apiDialect } from '../api/api-dialect.ts'
import { closedObject } from './closed-object.ts'
import { commonHeaders, header } from './describe-errors.ts'
import type { DescribedErrors } from './describe-errors.ts'
import type { DescribedOperation, DescribedResponse, Schema } from './open-api.ts'
import type { PlacedOperation } from './placed-operation.ts'

/** What a server answers of itself: whether it is well, what it measures, and the document itself. */
export const describeSurroundings = (
  errors: DescribedErrors,
  { hasMetrics }: { readonly hasMetrics: boolean },
): readonly PlacedOperation[] => {
  const atFault = errors.responsesOf(['INTERNAL_SERVER_ERROR'], apiDialect)
  const described = (
    operationId: string,
    summary: string,
    answers: DescribedOperation['responses'],
  ): DescribedOperation => ({
    operationId,
    tags: ['server'],
    summary,
    security: [],
    responses: { ...answers, ...atFault },
  })
  const metrics = {
    ...described('metrics', 'Read what the server measures, as Prometheus does', {
      200: answer('Metrics in the text format of Prometheus.', 'text/plain', text),
      ...errors.responsesOf(commonErrors, apiDialect),
    }),
    security: [{ session: [] }, { basic: [] }, { metrics: [] }],
  }
  return [
    {
      key: '/healthz',
      method: 'get',
      operation: described('health.alive', 'Tell whether the process lives', {
        200: answer('It does.', 'application/json', alive),
      }),
    },
    {
      key: '/readyz',
      method: 'get',
      operation: described('health.ready', 'Tell whether catalog and file storage answer', {
        200: answer('They do.', 'application/json', readiness('ready')),
        503: busy(readiness('not_ready')),
      }),
    },
    ...(hasMetrics ? [{ key: '/metrics', method: 'get', operation: metrics } as const] : []),
    {
      key: '/openapi.json',
      method: 'get',
      operation: described('documents.open_api', 'Read this document', {
        200: answer('The document.', 'application/json', { type: 'object' }),
        304: { description: 'The client has it already.', headers: commonHeaders },
      }),
    },
    {
      key: '/docs',
      method: 'get',
      operation: described('documents.page', 'Read this document as a page', {
        200: answer('The page.', 'text/html', text),
        304: { description: 'The client has it already.', headers: commonHeaders },
      }),
    },
  ]
}

const text: Schema = { type: 'string' }

const answer = (description: string, mediaType: string, schema: Schema): DescribedResponse => ({
  description,
  headers: commonHeaders,
  content: { [mediaType]: { schema } },
})

const busy = (schema: Schema): DescribedResponse => {
  const { headers, ...response } = answer(
    'One does not, or the host stops.',
    'application/json',
    schema,
  )
  return { ...response, headers: { ...headers, 'retry-after': header('retry-after') } }
}

const alive = closedObject({ status: { type: 'string', const: 'alive' } })

const part: Schema = { type: 'string', enum: ['ok', 'failing'] }

const readiness = (status: 'ready' | 'not_ready'): Schema =>
  closedObject({
    status: { type: 'string', const: status },
    host: part,
    store: part,
    blobs: part,
  })
