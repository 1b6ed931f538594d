import { operations as described, types } from '@accession/core/contract'
import type { AnyOperation } from '@accession/core/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apiDialect } from '../src/api/api-dialect.ts'
import { readValue } from '../src/codec/read-value.ts'
import { readTypedValue } from '../src/json-rpc/read-typed-value.ts'
import { writeTypedValue } from '../src/json-rpc/write-typed-value.ts'
import { restDialect } from '../src/rest/rest-dialect.ts'
import { queryOf, rawPath } from '../src/routing/address-text.ts'
import { readInput } from '../src/routing/read-input.ts'
import { createRouteTable } from '../src/routing/route-table.ts'
import { chooseEndpoint, routesOf } from '../src/routing/route.ts'
import type { Route } from '../src/routing/route.ts'
import { anyInput, writeCall } from './any-call.ts'
import { anyValue } from './any-value.ts'

const numRuns = process.env['ACCESSION_TEST_LONG'] === '1' ? 250 : 25
/** What the query and the body of an operation can hold, of every kind. */
const scalars = {
  text: types.optional(types.string),
  whole: types.optional(types.integer),
  ratio: types.optional(types.double),
  flag: types.optional(types.boolean),
  at: types.optional(types.dateTime),
  color: types.optional(types.enumeration('color', ['RED', 'BLUE'])),
  ids: types.optional(types.list(types.id)),
  marks: types.optional(types.set(types.string)),
}

/** Asks for everything: the contract has no operation yet that asks for so much. */
const everything = {
  name: 'everything.list',
  service: 'test.everything',
  id: 'list',
  params: types.structure('operation-input', {
    ...scalars,
    filter_spec: types.optional(types.structure('filter', { title: types.optional(types.string) })),
  }),
  result: types.list(
    types.structure('everything', {
      ...scalars,
      bytes: types.optional(types.binary),
      any: types.optional(types.opaque),
      password: types.optional(types.secret),
      counts: types.optional(types.map(types.string, types.integer)),
    }),
  ),
  errors: [],
  privileges: [],
  api: {
    method: 'GET',
    path: '/api/test/everything',
    query: [...Object.keys(scalars), 'filter_spec'],
  },
} as unknown as AnyOperation

const operations = [...described, everything]
const named = operations.map((operation) => ({ name: operation.name, operation }))
const parse = (text: string): unknown => (text === '' ? undefined : JSON.parse(text))

describe.each([restDialect, apiDialect])('in /$name', (dialect) => {
  const { spelling } = dialect
  let arrived: { readonly name: string; readonly input: unknown } | undefined
  const table = createRouteTable<Route>()
  for (const route of routesOf(operations, (operation) => dialect.addresses(operation)))
    table.add(route.method, route.path, route)
  const take = async (request: Request): Promise<void> => {
    const [path, query] = [rawPath(request.url), queryOf(request.url)]
    const route = table.find(request.method, path)
    const endpoint = route && chooseEndpoint(route, query)
    if (!endpoint) return
    const header = (name: string) => request.headers.get(name)
    const body = parse(await request.text())
    const input = readInput(endpoint, { path, query, header, body }, spelling)
    arrived = { name: endpoint.operation.name, input }
  }

  it.each(named)('any input of $name arrives where it is sent', async ({ operation }) => {
    for (const address of dialect.addresses(operation))
      await fc.assert(
        fc.asyncProperty(anyInput(operation, address), async (input) => {
          arrived = undefined
          await take(writeCall(operation, address, input, spelling))
          expect(arrived).toEqual({ name: operation.name, input })
        }),
        { numRuns },
      )
  })

  it.each(named)('any result of $name is read as it was written', ({ operation }) => {
    const { result } = operation
    fc.assert(
      fc.property(anyValue(result), (value) => {
        const { body } = dialect.writeResult(operation, value)
        const json = typeof body === 'string' ? parse(body) : body
        const bare =
          dialect.name === 'rest' ? (json as { value?: unknown } | undefined)?.value : json
        expect(readValue(result, bare, 'it', spelling)).toEqual(value)
      }),
      { numRuns },
    )
  })
})

describe('in JSON-RPC', () => {
  it.each(named)('any input and result of $name is read as it was written', ({ operation }) => {
    for (const type of [operation.params, operation.result])
      fc.assert(
        fc.property(anyValue(type), (value) => {
          const json: unknown = JSON.parse(JSON.stringify(writeTypedValue(type, value)))
          expect(readTypedValue(type, json, 'it')).toEqual(value)
        }),
        { numRuns },
      )
  })
})
