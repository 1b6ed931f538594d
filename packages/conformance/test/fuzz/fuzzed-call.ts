import { operations, restAddresses } from '@accession/core/contract'
import type { AnyOperation, Type } from '@accession/core/contract'
import * as fc from 'fast-check'
import { unknownId } from '../../src/fixtures/libraries.ts'
import { spellings } from '../../src/spellings/spellings.ts'
import type { Arguments, SpellingName } from '../../src/spellings/spelling.ts'
import { mark } from './fuzzed-request.ts'
import type { FuzzedRequest } from './fuzzed-request.ts'
import { strangeValue } from './garbage.ts'
import { spoil, spoilArguments } from './spoil-arguments.ts'
import { spoiled } from './spoil-request.ts'

/** Names of fields that hold the id of something which is there. */
const known = new Set(['library_id', 'library_item_id', 'update_session_id', 'download_session_id'])

/** Names of fields that hold the same id as one of those. */
const sameAs: Readonly<Record<string, string>> = {
  source_library_item_id: 'library_item_id',
  library: 'library_id',
  library_item: 'library_item_id',
}

const rightText = (name: string): fc.Arbitrary<string> => {
  const same = sameAs[name]
  if (same !== undefined) return fc.constant(mark(same))
  if (name === 'resource_urn') return fc.constantFrom('urn:vmomi:vm:vm-1', 'vm-1')
  if (known.has(name))
    return fc.oneof({ weight: 9, arbitrary: fc.constant(mark(name)) }, fc.constant(unknownId))
  if (name === 'client_token') return fc.constantFrom(unknownId, 'a')
  return fc.constantFrom('a.txt', 'b.txt', 'c.txt', unknownId)
}

/** A value of a type, near enough to be taken by a library for the most part. */
const rightValue = (type: Type, name: string): fc.Arbitrary<unknown> => {
  switch (type.kind) {
    case 'optional':
      return fc.option(rightValue(type.of, name), { nil: undefined })
    case 'list':
    case 'set':
      return fc.array(rightValue(type.of, name), { maxLength: 2 })
    case 'structure': {
      const fields = Object.entries(type.fields)
      return fc.record(Object.fromEntries(fields.map(([key, of]) => [key, rightValue(of, key)])))
    }
    case 'enumeration':
      return fc.constantFrom(...type.values)
    case 'integer':
    case 'double':
      return fc.integer({ min: 0, max: 100 })
    case 'boolean':
      return fc.boolean()
    case 'date_time':
      return fc.constant('2026-01-31T09:30:00.000Z')
    case 'uri':
      return fc.constant('https://conformance.invalid/a')
    case 'map':
    case 'opaque':
    case 'any_error':
      return strangeValue
    case 'void':
      return fc.constant(undefined)
    case 'binary':
    case 'id':
    case 'secret':
    case 'string':
      break
  }
  return rightText(name)
}

/** An operation with arguments that fit. */
const rightCall = fc.oneof(
  ...operations.map((operation) =>
    fc.tuple(fc.constant(operation), rightValue(operation.params, '')),
  ),
)

/** A call of any operation, its arguments spoiled, or the request that they travel in, or both. */
export const fuzzedCall = (name: SpellingName): fc.Arbitrary<FuzzedRequest> =>
  spoiled(
    fc
      .tuple(rightCall, fc.array(spoil, { maxLength: 2 }))
      .map(([[operation, given], spoils]): FuzzedRequest => {
        const right = JSON.parse(JSON.stringify(given)) as Arguments
        const args = fitForPath(pathOf(name, operation), spoils.reduce(spoilArguments, right))
        const credentials = { kind: 'token', token: mark('token') } as const
        const { query = [] } = operation.api
        const { method, path, headers, body } = spellings[name].write(operation, args, credentials)
        return {
          spelling: name,
          operation: operation.name,
          method,
          path,
          headers: Object.entries(headers ?? {}).map(
            ([header, text]) => [header, plain(text)] as const,
          ),
          body: typeof body === 'string' ? body : undefined,
          // Without what stands in its query, an address of /api may be that of a list.
          isAddressed: name !== 'api' || query.every((field) => args[field] !== undefined),
          isHttp: true,
        }
      }),
  )

const pathOf = (name: SpellingName, operation: AnyOperation): string => {
  if (name === 'json-rpc') return ''
  return name === 'api' ? operation.api.path : restAddresses(operation)[0].path
}

/** Arguments of which those are text that stand in the braces of a path. */
const fitForPath = (path: string, args: Arguments): Arguments =>
  Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      typeof value === 'object' && path.includes(`{${name}}`) ? JSON.stringify(value) : value,
    ]),
  )

/** What a header can hold of a text. */
const plain = (text: string): string => text.replaceAll(/[^\t\u0020-\u007e\u00a0-\u00ff]/gu, '?')
