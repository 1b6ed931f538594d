import { restAddresses, type AnyOperation, type Type } from '@accession/core/contract'
import { convertMaps } from './convert-maps.ts'

/** The two spellings of one API: `/api` since vSphere 7.0 U2, `/rest` before and still. */
export type Spelling = 'api' | 'rest'

/** A call as HTTP carries it. */
export interface EncodedCall {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

type Scalar = string | number | boolean | undefined
type Members = Readonly<Record<string, unknown>>

/** What the addresses of both spellings have in common. */
interface Address {
  readonly method: string
  readonly path: string
  readonly action?: string
  /** @default 'action' */
  readonly actionParameter?: string
  readonly query?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  /** The parameter that is the whole body. */
  readonly body?: string
}

/** Spells a call of an operation; throws a TypeError where an id would not make a path. */
export const encodeCall = (
  operation: AnyOperation,
  input: Members,
  spelling: Spelling,
): EncodedCall => {
  const address: Address = spelling === 'api' ? operation.api : restAddresses(operation)[0]
  const { query = [], headers: sent = {} } = address
  const elsewhere = new Set([...query, ...Object.values(sent)])
  const target = address.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    elsewhere.add(name)
    return segmentOf(operation, name, input[name])
  })
  const names = Object.keys(operation.params.fields).filter((name) => !elsewhere.has(name))
  const body = bodyOf(operation, input, names, address.body, spelling)
  const headers: Record<string, string> = {}
  for (const [header, name] of Object.entries(sent)) {
    const value = input[name] as string | undefined
    if (value !== undefined) headers[header.toLowerCase()] = value
  }
  if (body !== undefined) headers['content-type'] = 'application/json'
  return {
    method: address.method,
    target: target + queryOf(operation, address, input, spelling),
    headers,
    ...(body !== undefined && { body }),
  }
}

/** A value as one segment of a path; one that would lead elsewhere is refused. */
const segmentOf = (operation: AnyOperation, name: string, value: unknown): string => {
  if (typeof value !== 'string' || /^\.{0,2}$/.test(value)) {
    throw new TypeError(`${operation.name} needs ${name}, not ${JSON.stringify(value)}`)
  }
  return encodeURIComponent(value)
}

const queryOf = (
  operation: AnyOperation,
  { action, actionParameter = 'action', query = [] }: Address,
  input: Members,
  spelling: Spelling,
): string => {
  const search = new URLSearchParams()
  const append = (name: string, value: unknown) => {
    // Structures have no text: a list of them is one text of JSON.
    const isJson = Array.isArray(value) && value.some((one) => typeof one === 'object')
    for (const one of isJson ? [JSON.stringify(value)] : [value as Scalar].flat()) {
      if (one !== undefined) search.append(name, String(one))
    }
  }
  for (const name of query) {
    const value = input[name]
    if (value === undefined || !isStructure(operation.params.fields[name])) append(name, value)
    else {
      for (const [member, inner] of Object.entries(value as Members)) {
        append(spelling === 'api' ? member : `${name}.${member}`, inner)
      }
    }
  }
  // The tilde of `~action` stays as it is: old servers compare the text.
  const first = action === undefined ? '' : `${actionParameter}=${action}`
  const joined = [first, search.toString()].filter(Boolean).join('&')
  return joined && `?${joined}`
}

const isStructure = (type: Type | undefined): boolean =>
  type?.kind === 'structure' || (type?.kind === 'optional' && type.of.kind === 'structure')

const bodyOf = (
  operation: AnyOperation,
  input: Members,
  names: readonly string[],
  whole: string | undefined,
  spelling: Spelling,
): string | undefined => {
  const convert = (name: string) => {
    const type = operation.params.fields[name]
    return type && convertMaps(type, input[name], spelling === 'api' ? 'object' : 'entries')
  }
  if (whole !== undefined) return JSON.stringify(convert(whole) ?? {})
  if (names.length === 0) return undefined
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, convert(name)])))
}
