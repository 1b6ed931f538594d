import { localizableMessage, types } from '@accession/core/contract'
import { errorStructureName, errorTypes } from '@accession/core/errors'
import type { ErrorType } from '@accession/core/errors'
import type { Dialect } from '../dialect.ts'
import { closedObject } from './closed-object.ts'
import type { DescribedTypes } from './described-types.ts'
import type { DescribedResponse, Reference, Schema } from './open-api.ts'

/** The answers that tell of errors, each described once. */
export interface DescribedErrors {
  readonly schemas: Readonly<Record<string, Schema>>
  readonly responses: Readonly<Record<string, DescribedResponse>>
  /** An answer that tells of one of these errors, whatever its status. */
  responseOf(errors: readonly ErrorType[], dialect: ErrorDialect): DescribedResponse
  /** The answers by the status that each error has. */
  responsesOf(
    errors: readonly ErrorType[],
    dialect: ErrorDialect,
  ): Readonly<Record<string, Reference>>
}

/** How errors are spelled: below `/rest`, and everywhere else. */
type ErrorDialect = Pick<Dialect, 'name' | 'spelling'>

/** Begins without any; `schemas` and `responses` grow by whatever is asked for. */
export const createDescribedErrors = (described: DescribedTypes): DescribedErrors => {
  const schemas: Record<string, Schema> = {}
  const responses: Record<string, DescribedResponse> = {}
  const schemaOf = (type: ErrorType, { name, spelling }: ErrorDialect): Reference => {
    const key = name === 'rest' ? `${errorStructureName(type)}.rest` : errorStructureName(type)
    const messages = described.schemaOf(types.list(localizableMessage), {
      call: 'output',
      maps: spelling.maps,
    })
    schemas[key] ??= name === 'rest' ? nestedError(type, messages) : flatError(type, messages)
    return { $ref: `#/components/schemas/${key}` }
  }
  const responseOf: DescribedErrors['responseOf'] = (errors, dialect) => ({
    description: errors.join(', '),
    headers: commonHeaders,
    content: { 'application/json': { schema: oneOf(errors, (type) => schemaOf(type, dialect)) } },
  })
  return {
    schemas,
    responses,
    responseOf,
    responsesOf: (all, dialect) =>
      Object.fromEntries(
        Object.entries(byStatus(all)).map(([status, errors]) => {
          const key = [dialect.name, ...errors].join('.')
          if (!responses[key]) {
            const { headers, ...response } = responseOf(errors, dialect)
            responses[key] = { ...response, headers: { ...headers, ...headersOf[status] } }
          }
          return [status, { $ref: `#/components/responses/${key}` }]
        }),
      ),
  }
}

/** A header that the document describes once. */
export const header = (name: 'x-request-id' | 'www-authenticate' | 'retry-after'): Reference => ({
  $ref: `#/components/headers/${name}`,
})

/** The headers that any answer has. */
export const commonHeaders = { 'x-request-id': header('x-request-id') } as const

const headersOf: Readonly<Record<string, DescribedResponse['headers']>> = {
  401: { 'www-authenticate': header('www-authenticate') },
  503: { 'retry-after': header('retry-after') },
}

/** Error types by the status they travel under, each once, in the order of the alphabet. */
const byStatus = (errors: readonly ErrorType[]): Readonly<Record<string, ErrorType[]>> => {
  const found: Record<string, ErrorType[]> = {}
  for (const type of [...new Set(errors)].toSorted())
    (found[errorTypes[type].status] ??= []).push(type)
  return found
}

const oneOf = (errors: readonly ErrorType[], schemaOf: (type: ErrorType) => Reference): Schema => {
  const [first, ...more] = errors.map((type) => [type, schemaOf(type)] as const)
  if (first && more.length === 0) return first[1]
  const all = first ? [first, ...more] : more
  return {
    oneOf: all.map(([, reference]) => reference),
    discriminator: {
      propertyName: 'error_type',
      mapping: Object.fromEntries(all.map(([type, { $ref }]) => [type, $ref])),
    },
  }
}

const membersOf = (type: ErrorType, messages: Schema): Readonly<Record<string, Schema>> => ({
  error_type: { type: 'string', const: type },
  messages,
  data: { type: 'object', description: 'Anything more, such as `request_id`.' },
})

const required = ['error_type', 'messages'] as const

const flatError = (type: ErrorType, messages: Schema): Schema =>
  closedObject(membersOf(type, messages), required)

/** The body that old clients read (`type`, `value`), and the flat one of the later reference. */
const nestedError = (type: ErrorType, messages: Schema): Schema =>
  closedObject(
    {
      type: { type: 'string', const: errorStructureName(type) },
      value: flatError(type, messages),
      ...membersOf(type, messages),
    },
    ['type', 'value', ...required],
  )
