import { accessionError, isAccessionError } from '@accession/core/errors'
import { readFields, readValue } from '../codec/read-value.ts'
import { isObject } from '../codec/read-value.ts'
import { checkJsonShape } from '../codec/parse-json.ts'
import { mistyped } from '../codec/read-scalar.ts'
import { readText } from '../codec/read-text.ts'
import type { Spelling } from '../codec/spelling.ts'
import { decodeSegment } from './address-text.ts'
import type { Endpoint, QueryField } from './endpoint.ts'

/** What a request gives an operation, not yet held against its types. */
export interface Given {
  /** The path as it was sent. */
  readonly path: string
  readonly query: URLSearchParams | undefined
  header(name: string): string | null
  /** The body's JSON; undefined where there is none. */
  readonly body: unknown
}

type Members = Record<string, unknown>

/** The input of an operation, read from wherever its address puts the parameters. */
export const readInput = (endpoint: Endpoint, given: Given, spelling: Spelling): Members => {
  const input: Members = {}
  const segments = given.path.split('/')
  for (const { name, type, index, prefix } of endpoint.path) {
    const text = decodeSegment(segments[index] ?? '').slice(prefix.length)
    input[name] = readText(type, text, name)
  }
  readQuery(endpoint, given.query, spelling, input)
  for (const { name, type, header } of endpoint.headers) {
    const text = given.header(header)
    if (text !== null) input[name] = readText(type, text, name)
  }
  readBody(endpoint, given.body, spelling, input)
  for (const name of endpoint.required)
    if (input[name] === undefined) throw accessionError('accession.argument.missing', [name])
  return input
}

const readQuery = (
  { address, query: known }: Endpoint,
  query: URLSearchParams | undefined,
  spelling: Spelling,
  input: Members,
): void => {
  if (!query) return
  for (const name of new Set(query.keys())) {
    if (name === address.actionParameter && address.action !== undefined) continue
    const field = known.get(name)
    if (!field) throw accessionError('com.vmware.vapi.rest.unsupportedProperty', [name])
    put(input, field.place, readTexts(field, query.getAll(name), name, spelling))
  }
}

/** A list is told by repetition; one of structures, which have no text, is one text of JSON. */
const readTexts = (
  { type }: QueryField,
  texts: readonly string[],
  name: string,
  spelling: Spelling,
): unknown => {
  const inner = type.kind === 'optional' ? type.of : type
  const isList = inner.kind === 'list' || inner.kind === 'set'
  if (isList && inner.of.kind !== 'structure')
    return texts.map((text) => readText(inner.of, text, name))
  const [text = '', ...more] = texts
  if (more.length > 0) throw accessionError('accession.request.property_repeated', [name])
  return isList
    ? readValue(inner, parseJsonText(text, name), name, spelling)
    : readText(type, text, name)
}

const parseJsonText = (text: string, name: string): unknown => {
  try {
    const json: unknown = JSON.parse(text)
    checkJsonShape(text)
    return json
  } catch (error) {
    if (isAccessionError(error)) throw error
    throw mistyped(name, 'a list in JSON')
  }
}

const put = (input: Members, [name = '', member]: readonly string[], value: unknown): void => {
  input[name] = member === undefined ? value : { ...(input[name] as Members), [member]: value }
}

const readBody = (endpoint: Endpoint, body: unknown, spelling: Spelling, input: Members): void => {
  if (body === undefined) return
  const { address, members, operation } = endpoint
  const type = address.body === undefined ? undefined : operation.params.fields[address.body]
  if (address.body !== undefined && type) {
    if (!isObject(body)) throw accessionError('accession.request.body_not_object', [])
    input[address.body] = readValue(type, body, address.body, spelling)
    return
  }
  if (!isObject(body)) {
    const none = Object.keys(members).length === 0
    throw accessionError(
      none ? 'accession.request.body_unexpected' : 'accession.request.body_not_object',
      [],
    )
  }
  Object.assign(input, readPresent(members, body, spelling))
}

/** Members that are there; which of the operation's are missing is told of all sources together. */
const readPresent = (
  fields: Endpoint['members'],
  body: Readonly<Record<string, unknown>>,
  spelling: Spelling,
): Members => {
  const present = Object.entries(fields).filter(([name]) => Object.hasOwn(body, name))
  return readFields(Object.fromEntries(present), body, '', spelling)
}
