import { commonErrors, modelCallOf } from '@accession/core/contract'
import type { AnyOperation, Privilege, Type } from '@accession/core/contract'
import type { ErrorType } from '@accession/core/errors'
import type { Dialect } from '../dialect.ts'
import type { Endpoint } from '../routing/endpoint.ts'
import { closedObject } from './closed-object.ts'
import { commonHeaders } from './describe-errors.ts'
import type { DescribedErrors } from './describe-errors.ts'
import type { DescribedTypes, TypeUse } from './described-types.ts'
import type { DescribedOperation, DescribedResponse, Parameter, Schema } from './open-api.ts'
import { summaries } from './summaries.ts'
import { undeclaredErrors } from './undeclared-errors.ts'

/** What descriptions share: the schemas and errors of the document they are in. */
export interface Describing {
  readonly types: DescribedTypes
  readonly errors: DescribedErrors
}

/** What a dialect's operations look like on the wire. */
export type DescribedDialect = Pick<Dialect, 'name' | 'spelling' | 'statusOf'>

/** Describes an operation at its address; `inKey` are query parameters that its path's key has. */
export const describeOperation = (
  describing: Describing,
  dialect: DescribedDialect,
  endpoint: Endpoint,
  inKey: readonly string[],
): DescribedOperation => {
  const { operation, address } = endpoint
  const { types, errors } = describing
  const maps = dialect.spelling.maps
  const input: TypeUse = { call: modelCallOf(operation.id) ?? 'input', maps }
  const parameters = parametersOf(endpoint, inKey, (type) => types.schemaOf(type, input))
  const body = bodyOf(endpoint, types, input)
  const security = securityOf(operation)
  const needed = neededPrivileges(operation.privileges)
  const status = dialect.statusOf(operation)
  return {
    operationId: `${dialect.name}.${operation.name}`,
    tags: [operation.service],
    summary: summaries[operation.name],
    ...(needed !== '' && { description: needed }),
    ...(security && { security }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && address.method !== 'GET' && { requestBody: body }),
    responses: {
      [status]: successOf(operation, dialect, types),
      ...errors.responsesOf(errorsOf(operation), dialect),
    },
  }
}

const parametersOf = (
  endpoint: Endpoint,
  inKey: readonly string[],
  schemaOf: (type: Type) => Schema,
): readonly Parameter[] => {
  const { operation, address, path, query } = endpoint
  const { fields } = operation.params
  const own = ({ name }: { readonly name: string }): Schema => schemaOf(fieldOf(operation, name))
  return [
    ...path.map((field) => ({
      name: field.name,
      in: 'path' as const,
      required: true,
      schema: own(field),
    })),
    ...[...query].map(([name, { type, required }]) =>
      inKey.includes(name)
        ? { name, in: 'path' as const, required: true, schema: schemaOf(type) }
        : { name, in: 'query' as const, required, ...spelledInQuery(type, schemaOf(type)) },
    ),
    ...Object.entries(address.headers).map(([name, parameter]) => ({
      name,
      in: 'header' as const,
      required: !address.headersInBody && fields[parameter]?.kind !== 'optional',
      schema: own({ name: parameter }),
    })),
  ]
}

/** A list is told by repetition; one of structures, which have no text, is one text of JSON. */
const spelledInQuery = (type: Type, schema: Schema): Pick<Parameter, 'schema' | 'content'> => {
  const inner = type.kind === 'optional' ? type.of : type
  const isJson = (inner.kind === 'list' || inner.kind === 'set') && inner.of.kind === 'structure'
  return isJson ? { content: { 'application/json': { schema } } } : { schema }
}

const fieldOf = ({ name: operation, params }: AnyOperation, name: string): Type => {
  const type = params.fields[name]
  if (!type) throw new Error(`The address of ${operation} names ${name}, which is no parameter`)
  return type
}

const bodyOf = (
  { operation, address, members }: Endpoint,
  types: DescribedTypes,
  use: TypeUse,
): DescribedOperation['requestBody'] => {
  if (address.body !== undefined) {
    const type = fieldOf(operation, address.body)
    return {
      required: type.kind !== 'optional',
      content: { 'application/json': { schema: types.schemaOf(type, use) } },
    }
  }
  const fields = Object.values(members)
  if (fields.length === 0) return undefined
  return {
    required: fields.some(({ kind }) => kind !== 'optional'),
    content: { 'application/json': { schema: types.schemaOfFields(members, use) } },
  }
}

const successOf = (
  { name, result }: AnyOperation,
  dialect: DescribedDialect,
  types: DescribedTypes,
): DescribedResponse => {
  const use: TypeUse = { call: 'output', maps: dialect.spelling.maps }
  const setsCookie = name === 'session.create' || name === 'session.delete'
  const headers = { ...commonHeaders, ...(setsCookie && { 'set-cookie': cookie }) }
  if (result.kind === 'void') return { description: 'Done; there is nothing to say.', headers }
  const value = types.schemaOf(result, use)
  const schema = dialect.name === 'rest' ? closedObject({ value }) : value
  return { description: 'The result.', headers, content: { 'application/json': { schema } } }
}

const cookie = {
  description: 'The token of the session, for browsers, or that it is to be forgotten.',
  schema: { type: 'string' },
} as const

/** A new session takes a password; the other operations of `cis.session` are about a token. */
const securityOf = ({ name }: AnyOperation): DescribedOperation['security'] => {
  if (name === 'session.create') return [{ basic: [] }]
  if (name === 'session.get' || name === 'session.delete') return [{ session: [] }, { cookie: [] }]
  return undefined
}

const errorsOf = ({ name, errors }: AnyOperation): readonly ErrorType[] => [
  ...errors,
  ...(undeclaredErrors[name] ?? []),
  ...commonErrors,
]

/** Whoever has signed in holds `System.Anonymous`: it is not worth a word. */
const neededPrivileges = (privileges: readonly Privilege[]): string => {
  const needed = privileges.filter(({ privilege }) => privilege !== 'System.Anonymous')
  const told = needed.map(({ privilege, on }) => `\`${privilege}\` on \`${on}\``)
  return told.length === 0 ? '' : `Needs ${told.join(', and ')}.`
}
