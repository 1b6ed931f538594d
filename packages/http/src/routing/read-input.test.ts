import { types } from '@accession/core/contract'
import type { AnyOperation } from '@accession/core/contract'
import { isAccessionError } from '@accession/core/errors'
import { describe, expect, it } from 'vitest'
import { endpointAt } from './endpoint.ts'
import { readInput } from './read-input.ts'

const filter = types.structure('filter', {
  tasks: types.optional(types.list(types.id)),
  limit: types.optional(types.integer),
  all: types.optional(types.boolean),
  ratio: types.optional(types.double),
  since: types.optional(types.dateTime),
  state: types.optional(types.enumeration('state', ['ON', 'OFF'])),
  targets: types.optional(
    types.list(types.structure('target', { type: types.string, id: types.id })),
  ),
})

const operation = {
  params: types.structure('operation-input', { filter_spec: types.optional(filter) }),
} as unknown as AnyOperation

const read = (queryStructures: 'bare' | 'prefixed', query: string) => {
  const endpoint = endpointAt(operation, {
    method: 'GET',
    path: '/api/cis/tasks',
    actionParameter: 'action',
    query: ['filter_spec'],
    queryStructures,
    headers: {},
    headersInBody: false,
  })
  const given = {
    path: '/api/cis/tasks',
    query: new URLSearchParams(query),
    header: () => null,
    body: undefined,
  }
  try {
    return readInput(endpoint, given, { maps: 'object', errors: 'flat' })
  } catch (error) {
    if (isAccessionError(error)) return [error.id, ...error.args]
    throw error
  }
}

describe('a structure in the query', () => {
  const filter_spec = { tasks: ['a', 'b'], limit: 7, all: true }

  it('has its members bare in /api', () => {
    expect(read('bare', 'tasks=a&tasks=b&limit=7&all=true')).toEqual({ filter_spec })
  })

  it('has its members behind its name in /rest', () => {
    const query = 'filter_spec.tasks=a&filter_spec.tasks=b&filter_spec.limit=7&filter_spec.all=true'
    expect(read('prefixed', query)).toEqual({ filter_spec })
  })

  it('is unset where none of its members is there', () => {
    expect(read('bare', '')).toEqual({})
  })

  it('reads every kind of scalar from its text', () => {
    const query = 'ratio=-1.5e3&since=2026-01-31T09:30:00%2B01:00&state=ON'
    expect(read('bare', query)).toEqual({
      filter_spec: { ratio: -1500, since: '2026-01-31T08:30:00.000Z', state: 'ON' },
    })
  })

  it('has a list of structures as JSON', () => {
    const targets = [{ type: 'a&b', id: 'c' }]
    const query = `targets=${encodeURIComponent(JSON.stringify(targets))}`
    expect(read('bare', query)).toEqual({ filter_spec: { targets } })
    expect(read('prefixed', `filter_spec.${query}`)).toEqual({ filter_spec: { targets } })
  })

  it.each([
    ['targets=a', ['accession.argument.mistyped', 'targets', 'a list in JSON']],
    ['targets={}', ['accession.argument.mistyped', 'targets', 'a list']],
    ['targets=[]&targets=[]', ['accession.request.property_repeated', 'targets']],
    ['targets=[{"id":"a"}]', ['accession.argument.missing', 'targets[0].type']],
    ['targets=[{"id":"a","id":"b"}]', ['accession.request.property_repeated', 'id']],
    ['filter_spec.tasks=a', ['com.vmware.vapi.rest.unsupportedProperty', 'filter_spec.tasks']],
    ['action=list', ['com.vmware.vapi.rest.unsupportedProperty', 'action']],
    ['limit=1&limit=2', ['accession.request.property_repeated', 'limit']],
    ['limit=1.5', ['accession.argument.mistyped', 'limit', 'an integer']],
    ['limit=', ['accession.argument.mistyped', 'limit', 'an integer']],
    ['limit=9007199254740993', ['accession.argument.integer_too_large', 'limit']],
    ['all=yes', ['accession.argument.mistyped', 'all', 'true or false']],
    ['ratio=NaN', ['accession.argument.mistyped', 'ratio', 'a number']],
    ['since=today', ['accession.argument.date_time_malformed', 'since']],
    ['state=on', ['accession.argument.unknown_value', 'state', 'on', 'ON, OFF']],
    ['tasks=%00', ['accession.argument.control_characters', 'tasks']],
  ])('is refused: %s', (query, error) => {
    expect(read('bare', query)).toEqual(error)
  })
})
