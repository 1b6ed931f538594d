import { isAccessionError } from '@accession/core/errors'
import { types } from '@accession/core/contract'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyValue, structures } from '../../test/any-value.ts'
import { readValue } from './read-value.ts'
import { writeValue } from './write-value.ts'

const spellings = [
  { maps: 'object', errors: 'flat' },
  { maps: 'entries', errors: 'named' },
] as const

const refusal = (read: () => unknown) => {
  try {
    read()
  } catch (error) {
    if (isAccessionError(error)) return { id: error.id, args: error.args }
    throw error
  }
  return 'taken'
}

describe.each(spellings)('with maps as $maps', (spelling) => {
  it.each(structures())('$name is read as it was written', (structure) => {
    fc.assert(
      fc.property(anyValue(structure), (value) => {
        const json: unknown = JSON.parse(JSON.stringify(writeValue(structure, value, spelling)))
        expect(readValue(structure, json, 'it', spelling)).toEqual(value)
      }),
      { numRuns: 30 },
    )
  })
})

const color = types.enumeration('color', ['RED', 'BLUE'])
const thing = types.structure('thing', {
  name: types.string,
  size: types.optional(types.integer),
  color: types.optional(color),
  at: types.optional(types.dateTime),
  flag: types.optional(types.boolean),
  ratio: types.optional(types.double),
  bytes: types.optional(types.binary),
  parts: types.optional(types.list(types.structure('part', { id: types.id }))),
  tags: types.optional(types.map(types.string, types.string)),
})
const read = (json: unknown, maps: 'object' | 'entries' = 'object') =>
  readValue(thing, json, 'spec', { maps, errors: 'flat' })

describe('a value from JSON', () => {
  it.each([
    [{ name: 'a', other: 1 }, 'com.vmware.vapi.rest.unsupportedProperty', ['other']],
    [{ name: 'a', constructor: 1 }, 'com.vmware.vapi.rest.unsupportedProperty', ['constructor']],
    [{}, 'accession.argument.missing', ['spec.name']],
    [{ name: null }, 'accession.argument.missing', ['spec.name']],
    [{ name: 7 }, 'accession.argument.mistyped', ['spec.name', 'a string']],
    [{ name: 'a\0' }, 'accession.argument.control_characters', ['spec.name']],
    [
      { name: '\ud800' },
      'accession.argument.mistyped',
      ['spec.name', 'a string of whole Unicode characters'],
    ],
    [{ name: 'a', size: '7' }, 'accession.argument.mistyped', ['spec.size', 'an integer']],
    [{ name: 'a', size: 7.5 }, 'accession.argument.mistyped', ['spec.size', 'an integer']],
    [{ name: 'a', size: 2 ** 53 }, 'accession.argument.integer_too_large', ['spec.size']],
    [{ name: 'a', size: -(2 ** 53) }, 'accession.argument.integer_too_large', ['spec.size']],
    [
      { name: 'a', color: 'red' },
      'accession.argument.unknown_value',
      ['spec.color', 'red', 'RED, BLUE'],
    ],
    [{ name: 'a', flag: 'true' }, 'accession.argument.mistyped', ['spec.flag', 'true or false']],
    [{ name: 'a', ratio: '1' }, 'accession.argument.mistyped', ['spec.ratio', 'a number']],
    [{ name: 'a', bytes: '?' }, 'accession.argument.mistyped', ['spec.bytes', 'base64']],
    [{ name: 'a', parts: {} }, 'accession.argument.mistyped', ['spec.parts', 'a list']],
    [{ name: 'a', parts: [{}] }, 'accession.argument.missing', ['spec.parts[0].id']],
    [{ name: 'a', tags: [] }, 'accession.argument.mistyped', ['spec.tags', 'an object']],
    [[], 'accession.argument.mistyped', ['spec', 'an object']],
  ])('%j is refused', (json, id, args) => {
    expect(refusal(() => read(json))).toEqual({ id, args })
  })

  it('is unset where it is null', () => {
    expect(read({ name: 'a', size: null, parts: null, tags: null })).toEqual({ name: 'a' })
  })

  it('may hold the largest integer, and an integer with a point', () => {
    expect(read({ name: 'a', size: Number.MAX_SAFE_INTEGER })).toHaveProperty('size', 2 ** 53 - 1)
    expect(read(JSON.parse('{"name":"a","size":7.0}'))).toHaveProperty('size', 7)
  })

  it('has no key of a map twice, and nothing but key and value in an entry', () => {
    const twice = [
      { key: 'a', value: 'x' },
      { key: 'a', value: 'y' },
    ]
    expect(refusal(() => read({ name: 'a', tags: twice }, 'entries'))).toEqual({
      id: 'accession.request.property_repeated',
      args: ['a'],
    })
    const more = [{ key: 'a', value: 'x', other: 1 }]
    expect(refusal(() => read({ name: 'a', tags: more }, 'entries'))).toEqual({
      id: 'com.vmware.vapi.rest.unsupportedProperty',
      args: ['other'],
    })
  })

  it('takes any key of a map as it is', () => {
    const tags = JSON.parse('{"__proto__":"x"}')
    expect(Object.entries(read({ name: 'a', tags }) as object)[1]?.[1]).toEqual(tags)
  })
})

describe('a moment', () => {
  it.each([
    ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
    ['2026-01-31T09:30:00.5Z', '2026-01-31T09:30:00.500Z'],
    ['2026-01-31T09:30:00.123456789Z', '2026-01-31T09:30:00.123Z'],
    ['2026-01-31T09:30:00+02:00', '2026-01-31T07:30:00.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ])('%s is %s', (spelled, at) => {
    expect(read({ name: 'a', at: spelled })).toEqual({ name: 'a', at })
  })

  it.each([
    '2026-01-31T09:30:00',
    '2026-02-30T09:30:00Z',
    '2026-13-01T09:30:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31T09:30:00+99:00',
    '2026-01-31',
    'now',
  ])('%s is none', (at) => {
    expect(refusal(() => read({ name: 'a', at }))).toEqual({
      id: 'accession.argument.date_time_malformed',
      args: ['spec.at'],
    })
  })
})

describe('a value as JSON', () => {
  it('leaves out what is unset and what its type does not name', () => {
    const value = { name: 'a', size: undefined, color: null, password: 'secret' }
    expect(writeValue(thing, value, { maps: 'object', errors: 'flat' })).toEqual({ name: 'a' })
  })

  it('is not written where it lacks what its type requires', () => {
    expect(() => writeValue(thing, {}, { maps: 'object', errors: 'flat' })).toThrow(
      'thing lacks its field name',
    )
  })
})
