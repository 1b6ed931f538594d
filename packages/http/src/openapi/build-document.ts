import { operations } from '@accession/core/contract'
import { apiDialect } from '../api/api-dialect.ts'
import { restDialect } from '../rest/rest-dialect.ts'
import type { Address } from '../routing/address.ts'
import { routesOf } from '../routing/route.ts'
import { createDescribedErrors } from './describe-errors.ts'
import { describeDownloads } from './describe-downloads.ts'
import { jsonRpc } from './describe-json-rpc.ts'
import { describeOperation } from './describe-operation.ts'
import type { Describing } from './describe-operation.ts'
import { describePublications } from './describe-publications.ts'
import { describeSurroundings } from './describe-surroundings.ts'
import { describeUploads } from './describe-uploads.ts'
import { createDescribedTypes } from './described-types.ts'
import { info, metricsScheme, responseHeaders, securitySchemes } from './document-frame.ts'
import type { DescribedMethod, OpenApiDocument } from './open-api.ts'
import { pathKeyOf } from './path-key.ts'
import { pathsOf } from './placed-operation.ts'
import type { PlacedOperation } from './placed-operation.ts'

/** What a document tells of the host that answers it. */
export interface DocumentFacts {
  /** Where clients see the server; `/` where that is wherever they read the document. */
  readonly url: string
  readonly hasMetrics: boolean
}

/** The document of OpenAPI 3.1 that describes all that a server answers, made from the contract. */
export const buildDocument = ({ url, hasMetrics }: DocumentFacts): OpenApiDocument => {
  const types = createDescribedTypes()
  const errors = createDescribedErrors(types)
  const placed = [
    ...describeContract({ types, errors }),
    jsonRpc,
    ...describeUploads(errors),
    ...describeDownloads(errors),
    ...describePublications(errors),
    ...describeSurroundings(errors, { hasMetrics }),
  ]
  const tags = new Set(placed.flatMap(({ operation }) => operation.tags))
  return {
    openapi: '3.1.1',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info,
    servers: [{ url }],
    security: [{ session: [] }, { basic: [] }, { cookie: [] }],
    tags: [...tags].map((name) => ({ name })),
    paths: pathsOf(placed),
    components: {
      schemas: inOrder({ ...types.schemas, ...errors.schemas }),
      responses: inOrder(errors.responses),
      headers: responseHeaders,
      securitySchemes: hasMetrics
        ? { ...securitySchemes, metrics: metricsScheme }
        : securitySchemes,
    },
  }
}

/** The operations of the contract in both spellings that have addresses. */
const describeContract = (describing: Describing): readonly PlacedOperation[] => {
  const ids = new Set<string>()
  return [apiDialect, restDialect].flatMap((dialect) =>
    routesOf(operations, (operation) => dialect.addresses(operation)).flatMap((route) =>
      route.endpoints.map((endpoint) => {
        const { key, inKey } = pathKeyOf(route, endpoint)
        const described = describeOperation(describing, dialect, endpoint, inKey)
        const isAlias = ids.has(described.operationId)
        const operationId = isAlias ? `${described.operationId}.alias` : described.operationId
        ids.add(operationId)
        return { key, method: methods[route.method], operation: { ...described, operationId } }
      }),
    ),
  )
}

const methods: Readonly<Record<Address['method'], DescribedMethod>> = {
  GET: 'get',
  POST: 'post',
  PATCH: 'patch',
  DELETE: 'delete',
}

const inOrder = <T>(named: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(named).toSorted(([a], [b]) => (a < b ? -1 : 1)))
