import type { AnyOperation, Fields, Type } from '@accession/core/contract'
import type { Address } from './address.ts'

/** A parameter in the query, or a member of one, under the name it has there. */
export interface QueryField {
  readonly type: Type
  /** Where the value goes in the input: `['filter_spec', 'tasks']`. */
  readonly place: readonly string[]
  readonly required: boolean
}

/** A parameter that is a segment of the path. */
interface PathField {
  readonly name: string
  readonly type: Type
  readonly index: number
  /** What stands before the value in its segment: `id:` or nothing. */
  readonly prefix: string
}

/** A parameter that travels in a header. */
interface HeaderField {
  readonly name: string
  readonly type: Type
  readonly header: string
}

/** An operation at its address, worked out once: where each of its parameters is read from. */
export interface Endpoint {
  readonly operation: AnyOperation
  readonly address: Address
  readonly path: readonly PathField[]
  readonly query: ReadonlyMap<string, QueryField>
  readonly headers: readonly HeaderField[]
  /** The parameters that are members of the body. */
  readonly members: Fields
  /** The parameters that must be given, wherever they travel. */
  readonly required: readonly string[]
}

/** Works out where the parameters of an operation are. */
export const endpointAt = (operation: AnyOperation, address: Address): Endpoint => {
  const { fields } = operation.params
  const path = pathFields(fields, address.path)
  const elsewhere = new Set([...path.map(({ name }) => name), ...address.query])
  if (address.body !== undefined) elsewhere.add(address.body)
  if (!address.headersInBody) for (const name of Object.values(address.headers)) elsewhere.add(name)
  const parameters = Object.entries(fields)
  return {
    operation,
    address,
    path,
    query: new Map(address.query.flatMap((name) => queryFields(fields, name, address))),
    headers: Object.entries(address.headers).flatMap(([header, name]) => {
      const type = fields[name]
      return type ? [{ name, type, header }] : []
    }),
    members: Object.fromEntries(parameters.filter(([name]) => !elsewhere.has(name))),
    required: parameters.filter(([, { kind }]) => kind !== 'optional').map(([name]) => name),
  }
}

/**
 * Found by the names of the contract, not cut out of the path: V8 takes a text that was cut out for
 * another key each time, and would compile whatever sets it anew for each request.
 */
const pathFields = (fields: Fields, path: string): PathField[] => {
  const segments = path.split('/')
  return Object.entries(fields).flatMap(([name, type]) => {
    const index = segments.findIndex((segment) => segment.endsWith(`{${name}}`))
    const prefix = segments[index]?.slice(0, -`{${name}}`.length)
    return prefix === undefined ? [] : [{ name, type, index, prefix }]
  })
}

const queryFields = (fields: Fields, name: string, address: Address): [string, QueryField][] => {
  const type = fields[name]
  if (!type) throw new Error(`The query of ${address.path} names ${name}, which is no parameter`)
  const inner = type.kind === 'optional' ? type.of : type
  if (inner.kind !== 'structure')
    return [[name, { type, place: [name], required: type.kind !== 'optional' }]]
  return Object.entries(inner.fields).map(([member, memberType]) => [
    address.queryStructures === 'bare' ? member : `${name}.${member}`,
    { type: memberType, place: [name, member], required: false },
  ])
}
