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
  readonly index: number
  /** What stands before the value in its segment: `id:` or nothing. */
  readonly prefix: string
  readonly name: string
}

/** An operation at its address, worked out once: where each of its parameters is read from. */
export interface Endpoint {
  readonly operation: AnyOperation
  readonly address: Address
  readonly path: readonly PathField[]
  readonly query: ReadonlyMap<string, QueryField>
  /** The parameters that are members of the body. */
  readonly members: Fields
}

/** Works out where the parameters of an operation are. */
export const endpointAt = (operation: AnyOperation, address: Address): Endpoint => {
  const { fields } = operation.params
  const path = pathFields(address.path)
  const elsewhere = new Set([...path.map(({ name }) => name), ...address.query])
  if (address.body !== undefined) elsewhere.add(address.body)
  if (!address.headersInBody) for (const name of Object.values(address.headers)) elsewhere.add(name)
  const members = Object.entries(fields).filter(([name]) => !elsewhere.has(name))
  return {
    operation,
    address,
    path,
    query: new Map(address.query.flatMap((name) => queryFields(fields, name, address))),
    members: Object.fromEntries(members),
  }
}

const pathFields = (path: string): PathField[] =>
  path.split('/').flatMap((segment, index) => {
    const [, prefix = '', name] = /^(.*)\{(\w+)\}$/.exec(segment) ?? []
    return name === undefined ? [] : [{ index, prefix, name }]
  })

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
