import type { AnyOperation, Type } from '@accession/core/contract'
import * as fc from 'fast-check'
import type { Spelling } from '../src/codec/spelling.ts'
import { writeValue } from '../src/codec/write-value.ts'
import type { Address } from '../src/routing/address.ts'
import { anyValue } from './any-value.ts'

type Members = Readonly<Record<string, unknown>>

/** What is in the path, in a query or in a header of an operation; all else is in the body. */
const placesOf = (address: Address) => {
  const inPath = [...address.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const headers = address.headersInBody ? [] : Object.entries(address.headers)
  return { inPath, headers }
}

/**
 * Any input of an operation, as its address can carry it: a segment of a path is a text, and neither
 * empty nor of dots alone, a header is plain, and in a query what is empty is the same as unset.
 */
export const anyInput = (operation: AnyOperation, address: Address): fc.Arbitrary<Members> => {
  const { inPath, headers } = placesOf(address)
  const inHeaders = headers.map(([, name]) => name)
  const valueOf = (name: string, type: Type): fc.Arbitrary<unknown> => {
    if (inPath.includes(name))
      return anyValue(type).filter((value) => !/^\.{0,2}$/.test(textOf(value)))
    if (inHeaders.includes(name)) return fc.option(fc.stringMatching(/^\w+$/), { nil: undefined })
    return address.query.includes(name) ? anyValue(type).map(withoutEmpty) : anyValue(type)
  }
  const fields = Object.entries(operation.params.fields)
  return fc
    .record(Object.fromEntries(fields.map(([name, type]) => [name, valueOf(name, type)])))
    .map(withoutUnset)
}

/** A value of a query as that tells of it. */
const withoutEmpty = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]) => [name, withoutEmpty(member)])
  const set = withoutUnset(Object.fromEntries(members))
  return Object.keys(set).length === 0 ? undefined : set
}

const withoutUnset = (members: Members): Members =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))

/** The request that calls an operation at one of its addresses. */
export const writeCall = (
  operation: AnyOperation,
  address: Address,
  input: Members,
  spelling: Spelling,
): Request => {
  const { fields } = operation.params
  const { inPath, headers } = placesOf(address)
  const path = address.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(textOf(input[name])),
  )
  const action = address.action === undefined ? [] : [[address.actionParameter, address.action]]
  const query = [...action, ...address.query.flatMap((name) => pairsOf(name, input[name], address))]
    .map(([name, text = '']) => `${name}=${encodeURIComponent(text)}`)
    .join('&')
  const elsewhere = [...inPath, ...address.query, ...headers.map(([, name]) => name)]
  const jsonOf = (name: string) => fields[name] && writeValue(fields[name], input[name], spelling)
  const members = Object.keys(fields)
    .filter((name) => !elsewhere.includes(name) && input[name] !== undefined)
    .map((name) => [name, jsonOf(name)] as const)
  const body = address.body === undefined ? Object.fromEntries(members) : jsonOf(address.body)
  const hasBody = address.body === undefined ? members.length > 0 : body !== undefined
  return new Request(`https://library.test${path}${query && `?${query}`}`, {
    method: address.method,
    headers: headers.flatMap(([header, name]) =>
      input[name] === undefined ? [] : [[header, textOf(input[name])] as [string, string]],
    ),
    ...(hasBody && { body: JSON.stringify(body) }),
  })
}

/** A parameter in the query, or its members where it is a structure. */
const pairsOf = (name: string, value: unknown, { queryStructures }: Address): string[][] => {
  if (value === undefined) return []
  if (Array.isArray(value) || typeof value !== 'object' || value === null)
    return textsOf(value).map((text) => [name, text])
  return Object.entries(value).flatMap(([member, inner]) => {
    const place = queryStructures === 'bare' ? member : `${name}.${member}`
    return textsOf(inner).map((text) => [place, text])
  })
}

/** A list is told by repetition; one of structures, which have no text, by one text of JSON. */
const textsOf = (value: unknown): string[] => {
  const all: unknown[] = [value].flat()
  return all.some((one) => typeof one === 'object') ? [JSON.stringify(value)] : all.map(textOf)
}

/** A scalar as it stands in an address or a header. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)
