import { types } from '@accession/core/contract'
import { expect, it } from 'vitest'
import { createDescribedTypes } from './described-types.ts'
import type { TypeUse } from './described-types.ts'

const { structure, optional, string, integer, secret, map, list, set, enumeration } = types

const kind = enumeration('test.kind', ['FILE', 'LINK', 'NONE'])

const plain: TypeUse = { call: 'input', maps: 'object' }

const describe = (type: types.Type, use = plain) => {
  const described = createDescribedTypes()
  return { schema: described.schemaOf(type, use), schemas: described.schemas }
}

it('says of a model what each call makes of its fields', () => {
  const model = structure(
    'test.model',
    {
      id: optional(string, { create: 'unused', get: 'absent', update: 'unused' }),
      name: optional(string, { create: 'required', get: 'always', update: 'optional' }),
      parent: optional(string, { create: 'optional', get: 'absent', update: 'unused' }),
      password: optional(secret),
      note: optional(string),
    },
    { modelKeys: ['id'] },
  )
  const seen = (call: 'create' | 'update' | 'input' | 'output') => {
    const { schema, schemas } = describe(model, { call, maps: 'object' })
    expect(schema).toEqual({ $ref: `#/components/schemas/test.model.${call}` })
    const { properties = {}, required } = schemas[`test.model.${call}`] ?? {}
    const ignored = Object.entries(properties).filter(([, field]) => field && field.readOnly)
    return {
      fields: Object.keys(properties).join(),
      ignored: ignored.map(([name]) => name),
      required,
    }
  }
  const all = 'id,name,parent,password,note'
  expect(seen('create')).toEqual({ fields: all, ignored: ['id'], required: ['name'] })
  expect(seen('update')).toEqual({ fields: all, ignored: ['id', 'parent'], required: undefined })
  expect(seen('input')).toEqual({ fields: all, ignored: [], required: undefined })
  expect(seen('output')).toEqual({
    fields: 'id,name,note',
    ignored: [],
    required: ['id', 'name'],
  })
})

const kindIs = (value: string) => ({ properties: { kind: { const: value } }, required: ['kind'] })

it('says which fields go with a value of a discriminant', () => {
  const union = structure(
    'test.union',
    { kind, path: optional(string), target: optional(string) },
    { unions: { kind: { FILE: { path: 'required' }, LINK: { target: 'optional' }, NONE: {} } } },
  )
  const { schemas } = describe(union)
  const conditions = schemas['test.union']?.allOf?.map((one) => [one.if, one.then])
  expect(conditions).toEqual([
    [kindIs('FILE'), { required: ['path'], properties: { target: false } }],
    [kindIs('LINK'), { properties: { path: false } }],
    [kindIs('NONE'), { properties: { path: false, target: false } }],
  ])
})

it('spells maps as each spelling does, and names apart what holds one', () => {
  const holder = structure('test.holder', { counts: map(string, integer) })
  const number = { type: 'integer', format: 'int64', minimum: -(2 ** 53 - 1), maximum: 2 ** 53 - 1 }
  expect(describe(holder).schemas).toEqual({
    'test.holder': {
      type: 'object',
      properties: {
        counts: {
          type: 'object',
          propertyNames: { type: 'string' },
          additionalProperties: number,
        },
      },
      required: ['counts'],
      additionalProperties: false,
    },
  })
  const { schema, schemas } = describe(holder, { call: 'input', maps: 'entries' })
  expect(schema).toEqual({ $ref: '#/components/schemas/test.holder.rest' })
  expect(schemas['test.holder.rest']?.properties?.['counts']).toEqual({
    type: 'array',
    items: {
      type: 'object',
      properties: { key: { type: 'string' }, value: number },
      required: ['key', 'value'],
      additionalProperties: false,
    },
  })
})

it('describes a structure that holds itself, once', () => {
  const node: types.Type = structure('test.node', {
    get children() {
      return optional(list(node))
    },
  })
  expect(describe(node).schemas).toEqual({
    'test.node': {
      type: 'object',
      properties: {
        children: { type: 'array', items: { $ref: '#/components/schemas/test.node' } },
      },
      additionalProperties: false,
    },
  })
})

it.each([
  [types.id, { type: 'string' }],
  [secret, { type: 'string', format: 'password' }],
  [types.dateTime, { type: 'string', format: 'date-time' }],
  [types.binary, { type: 'string', contentEncoding: 'base64' }],
  [types.opaque, {}],
  [set(string), { type: 'array', items: { type: 'string' }, uniqueItems: true }],
  [optional(kind), { $ref: '#/components/schemas/test.kind' }],
])('describes %j', (type, schema) => {
  expect(describe(type).schema).toEqual(schema)
})
