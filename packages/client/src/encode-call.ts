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

type Members = Readonly<Record<string, unknown>>

interface Address {
  readonly method: string
  readonly path: string
  readonly action?: string | undefined
  readonly actionParameter: string
  readonly query: readonly string[]
  readonly headers: Readonly<Record<string, string>>
  /** The parameter that is the whole body. */
  readonly body?: string | undefined
}

/** Spells a call of an operation; throws a TypeError where an id would not make a path. */
export const encodeCall = (
  operation: AnyOperation,
  input: Members,
  spelling: Spelling,
): EncodedCall => {
  const address = spelling === 'api' ? apiAddress(operation) : restAddress(operation)
  const fields = operation.params.fields
  const inPath = [...address.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  const inHeaders = Object.values(address.headers)
  const elsewhere = new Set([...inPath, ...address.query, ...inHeaders])
  const inBody = Object.keys(fields).filter((name) => !elsewhere.has(name))
  const body = bodyOf(operation, input, inBody, address.body, spelling)
  return {
    method: address.method,
    target: fillPath(operation, address.path, input) + queryOf(address, fields, input, spelling),
    headers: {
      ...Object.fromEntries(
        Object.entries(address.headers)
          .filter(([, name]) => input[name] !== undefined)
          .map(([header, name]) => [header.toLowerCase(), String(input[name])]),
      ),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  }
}

const apiAddress = ({ api }: AnyOperation): Address => ({
  method: api.method,
  path: api.path,
  action: api.action,
  actionParameter: 'action',
  query: api.query ?? [],
  headers: api.headers ?? {},
  body: api.body,
})

const restAddress = (operation: AnyOperation): Address => {
  const [address] = restAddresses(operation)
  if (!address) throw new TypeError(`${operation.name} has no address below /rest`)
  return { query: [], ...address, headers: {} }
}

const fillPath = (operation: AnyOperation, path: string, input: Members): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = input[name]
    if (typeof value !== 'string' || /^\.{0,2}$/.test(value)) {
      throw new TypeError(`${operation.name} needs ${name}, not ${JSON.stringify(value)}`)
    }
    return encodeURIComponent(value)
  })

const queryOf = (
  { action, actionParameter, query }: Address,
  fields: Readonly<Record<string, Type>>,
  input: Members,
  spelling: Spelling,
): string => {
  const search = new URLSearchParams()
  const append = (name: string, value: unknown) => {
    for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      search.append(name, String(one))
    }
  }
  for (const name of query) {
    const value = input[name]
    if (value === undefined) continue
    if (!isStructure(fields[name])) append(name, value)
    else {
      for (const [member, inner] of Object.entries(value as Members)) {
        if (inner !== undefined) append(spelling === 'api' ? member : `${name}.${member}`, inner)
      }
    }
  }
  const rest = search.toString()
  // The tilde of `~action` stays as it is: old servers compare the text.
  const first = action === undefined ? '' : `${actionParameter}=${action}`
  const joined = [first, rest].filter((part) => part !== '').join('&')
  return joined === '' ? '' : `?${joined}`
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
