import { anyError, types } from '@accession/core/contract'
import { isAccessionError } from '@accession/core/errors'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyValue, structures } from '../../test/any-value.ts'
import { readTypedValue } from './read-typed-value.ts'
import { writeTypedValue } from './write-typed-value.ts'

const refusal = (read: () => unknown) => {
  try {
    read()
  } catch (error) {
    if (isAccessionError(error)) return { type: error.type, id: error.id, args: error.args }
    throw error
  }
  return 'taken'
}

const invalid = (id: string, ...args: readonly string[]) => ({ type: 'INVALID_ARGUMENT', id, args })
const missing = (place: string) => invalid('accession.argument.missing', place)
const mistyped = (place: string, expected: string) =>
  invalid('accession.argument.mistyped', place, expected)

const color = types.enumeration('color', ['RED', 'BLUE'])
const part = types.structure('part', { id: types.id })

/** One field of every type that the contract's language has. */
const thing = types.structure('thing', {
  name: types.optional(types.string),
  size: types.optional(types.integer),
  ratio: types.optional(types.double),
  flag: types.optional(types.boolean),
  at: types.optional(types.dateTime),
  link: types.optional(types.uri),
  password: types.optional(types.secret),
  bytes: types.optional(types.binary),
  color: types.optional(color),
  any: types.optional(types.opaque),
  why: types.optional(anyError),
  parts: types.optional(types.list(part)),
  marks: types.optional(types.set(types.string)),
  tags: types.optional(types.map(types.string, types.integer)),
  part: types.optional(part),
  nothing: types.optional(types.nothing),
})

const structure = (name: string, fields: unknown) => ({ STRUCTURE: { [name]: fields } })
const some = (value: unknown) => ({ OPTIONAL: value })
const read = (fields: unknown) => readTypedValue(thing, structure('thing', fields), 'spec')

describe('a value in typed JSON', () => {
  it.each([...structures(), thing])('$name is read as it was written', (one) => {
    fc.assert(
      fc.property(anyValue(one), (value) => {
        const json: unknown = JSON.parse(JSON.stringify(writeTypedValue(one, value)))
        expect(readTypedValue(one, json, 'it')).toEqual(value)
      }),
      { numRuns: 30 },
    )
  })

  it('has the one form of its type', () => {
    const value = {
      name: 'a',
      size: 7,
      ratio: 0.5,
      flag: true,
      at: '2026-01-31T09:30:00.000Z',
      link: 'https://a',
      password: 'p',
      bytes: new Uint8Array([1, 2, 3]),
      color: 'RED',
      any: { b: [1, null] },
      why: { error_type: 'NOT_FOUND', messages: [] },
      parts: [{ id: 'x' }],
      marks: ['m'],
      tags: { k: 1 },
      part: { id: 'y' },
    }
    const fields = {
      name: some('a'),
      size: some(7),
      ratio: some(0.5),
      flag: some(true),
      at: some('2026-01-31T09:30:00.000Z'),
      link: some('https://a'),
      password: some({ SECRET: 'p' }),
      bytes: some({ BINARY: 'AQID' }),
      color: some('RED'),
      any: some(structure('com.vmware.vapi.std.dynamic_structure', { b: [1, some(null)] })),
      why: some({
        ERROR: {
          'com.vmware.vapi.std.errors.not_found': {
            messages: [],
            data: some(null),
            error_type: some('NOT_FOUND'),
          },
        },
      }),
      parts: some([structure('part', { id: 'x' })]),
      marks: some(['m']),
      tags: some([structure('map-entry', { key: 'k', value: 1 })]),
      part: some(structure('part', { id: 'y' })),
      nothing: some(null),
    }
    expect(writeTypedValue(thing, value)).toEqual(structure('thing', fields))
    expect(read(fields)).toEqual(value)
  })

  it('is unset where its field is left out or holds nothing', () => {
    expect(read({})).toEqual({})
    expect(read({ name: some(null), parts: some(null) })).toEqual({})
  })

  it.each([
    [{ name: 'a' }, mistyped('spec.name', '{"OPTIONAL": null} or {"OPTIONAL": a value}')],
    [{ name: null }, mistyped('spec.name', '{"OPTIONAL": null} or {"OPTIONAL": a value}')],
    [{ name: some(7) }, mistyped('spec.name', 'a string')],
    [{ name: some(some('a')) }, mistyped('spec.name', 'a string')],
    [
      { name: { OPTIONAL: 'a', SECRET: 'b' } },
      mistyped('spec.name', '{"OPTIONAL": null} or {"OPTIONAL": a value}'),
    ],
    [{ size: some('7') }, mistyped('spec.size', 'an integer')],
    [{ size: some(7.5) }, mistyped('spec.size', 'an integer')],
    [{ size: some(2 ** 53) }, invalid('accession.argument.integer_too_large', 'spec.size')],
    [{ ratio: some('1') }, mistyped('spec.ratio', 'a number')],
    [{ flag: some(1) }, mistyped('spec.flag', 'true or false')],
    [{ at: some('today') }, invalid('accession.argument.date_time_malformed', 'spec.at')],
    [{ password: some('p') }, mistyped('spec.password', '{"SECRET": a string}')],
    [{ password: some({ SECRET: 7 }) }, mistyped('spec.password', 'a string')],
    [{ bytes: some({ BINARY: '?' }) }, mistyped('spec.bytes', 'base64')],
    [{ bytes: some('AQID') }, mistyped('spec.bytes', '{"BINARY": a string}')],
    [
      { color: some('red') },
      invalid('accession.argument.unknown_value', 'spec.color', 'red', 'RED, BLUE'),
    ],
    [{ parts: some({}) }, mistyped('spec.parts', 'a list')],
    [{ parts: some([null]) }, missing('spec.parts[0]')],
    [{ part: some({ id: 'x' }) }, mistyped('spec.part', '{"STRUCTURE": {"part": its fields}}')],
    [
      { part: some({ STRUCTURE: {} }) },
      mistyped('spec.part', '{"STRUCTURE": {"part": its fields}}'),
    ],
    [
      { part: some({ STRUCTURE: { part: { id: 'x' }, other: {} } }) },
      mistyped('spec.part', '{"STRUCTURE": {"part": its fields}}'),
    ],
    [{ part: some(structure('part', {})) }, missing('spec.part.id')],
    [{ part: some(structure('part', { id: null })) }, missing('spec.part.id')],
    [
      { part: some(structure('whole', { id: 'x' })) },
      invalid('vapi.data.structure.name.mismatch', 'part', 'whole'),
    ],
    [
      { part: some({ ERROR: { part: { id: 'x' } } }) },
      mistyped('spec.part', '{"STRUCTURE": {"part": its fields}}'),
    ],
    [{ tags: some({ k: 1 }) }, mistyped('spec.tags', 'a list')],
    [
      { tags: some([{ key: 'k', value: 1 }]) },
      mistyped('spec.tags[0]', '{"STRUCTURE": {"map-entry": its fields}}'),
    ],
    [{ tags: some([structure('map-entry', { key: 'k' })]) }, missing('spec.tags[0].value')],
    [
      { tags: some([1, 2].map((value) => structure('map-entry', { key: 'k', value }))) },
      invalid('accession.request.property_repeated', 'k'),
    ],
    [
      { any: some({ b: 1 }) },
      mistyped('spec.any', 'a value that tells its type, such as {"STRUCTURE": …}'),
    ],
    [{ any: some({ SECRET: 7 }) }, mistyped('spec.any', 'a string')],
    [{ nothing: some(7) }, mistyped('spec.nothing', 'null')],
  ])('%j is refused', (fields, expected) => {
    expect(refusal(() => read(fields))).toEqual(expected)
  })

  it.each(['other', '__proto__', 'constructor', 'NAME'])('has no unknown field %s', (field) => {
    const fields: unknown = JSON.parse(`{"${field}":{"OPTIONAL":null}}`)
    expect(refusal(() => read(fields))).toEqual({
      type: 'UNEXPECTED_INPUT',
      id: 'vapi.data.structure.field.unexpected',
      args: ['thing', field],
    })
  })

  it('may hold any key of a map, and any field of what has no type', () => {
    const entry = structure('map-entry', { key: '__proto__', value: 1 })
    const any: unknown = JSON.parse('{"STRUCTURE":{"x":{"__proto__":{"SECRET":"s"}}}}')
    const { tags, any: got } = read({ tags: some([entry]), any: some(any) }) as Record<
      string,
      object
    >
    expect(Object.entries(tags ?? {})).toEqual([['__proto__', 1]])
    expect(Object.entries(got ?? {})).toEqual([['__proto__', 's']])
  })

  it('is not written where it lacks what its type requires', () => {
    expect(() => writeTypedValue(part, {})).toThrow('part lacks its field id')
  })

  it('is nothing where there is nothing to say', () => {
    expect(writeTypedValue(types.nothing, undefined)).toBeNull()
  })
})
