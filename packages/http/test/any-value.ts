import { localizableMessage, operations } from '@accession/core/contract'
import type { EnumerationType, StructureType, Type } from '@accession/core/contract'
import { errorTypes } from '@accession/core/errors'
import * as fc from 'fast-check'

const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter((value) => !value.includes('\0') && !/\p{Surrogate}/u.test(value))

const moment = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString())

// JSON has no negative zero.
const json = fc
  .jsonValue({ maxDepth: 2 })
  .filter((value) => value !== null)
  .map((value): unknown => JSON.parse(JSON.stringify(value)))

const nameOf = ({ values }: EnumerationType) => fc.constantFrom(...values)

/** Any value of a type; structures inside themselves end after a few levels. */
export const anyValue = (type: Type, depth = 3): fc.Arbitrary<unknown> => {
  switch (type.kind) {
    case 'optional':
      return depth <= 0
        ? fc.constant(undefined)
        : fc.option(anyValue(type.of, depth), { nil: undefined })
    case 'string':
    case 'id':
    case 'uri':
    case 'secret':
      return text
    case 'integer':
      return fc.maxSafeInteger()
    case 'double':
      return fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)
    case 'boolean':
      return fc.boolean()
    case 'date_time':
      return moment
    case 'binary':
      return fc.uint8Array({ maxLength: 9 })
    case 'void':
      return fc.constant(undefined)
    case 'opaque':
      return json
    case 'any_error':
      return anyErrorValue(depth)
    case 'enumeration':
      return nameOf(type)
    case 'list':
    case 'set':
      return depth <= 0 ? fc.constant([]) : fc.array(anyValue(type.of, depth - 1), { maxLength: 3 })
    case 'map':
      if (depth <= 0) return fc.constant({})
      return fc
        .uniqueArray(fc.tuple(keyOf(type.key), anyValue(type.value, depth - 1)), {
          maxLength: 3,
          selector: ([key]) => key,
        })
        .map((entries) => Object.fromEntries(entries))
    case 'structure':
      break
  }
  return anyStructure(type, depth)
}

const anyErrorValue = (depth: number): fc.Arbitrary<unknown> => {
  const messages = fc.array(anyValue(localizableMessage, depth - 1), { maxLength: 2 })
  const required = { error_type: fc.constantFrom(...Object.keys(errorTypes)), messages }
  return fc.oneof(fc.record(required), fc.record({ ...required, data: fc.record({ a: json }) }))
}

const keyOf = (type: Type): fc.Arbitrary<string> =>
  type.kind === 'enumeration' ? nameOf(type) : text

const anyStructure = (type: StructureType, depth: number): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      ...Object.entries(type.fields).map(([name, field]) =>
        anyValue(field, depth - 1).map((value) => [name, value] as const),
      ),
    )
    .map((members) => Object.fromEntries(members.filter(([, value]) => value !== undefined)))

/** Every structure that an operation takes or answers, its parameters among them. */
export const structures = (): readonly StructureType[] => {
  const found = new Set<StructureType>()
  const visit = (type: Type): void => {
    if (type.kind === 'optional' || type.kind === 'list' || type.kind === 'set') visit(type.of)
    else if (type.kind === 'map') visit(type.value)
    else if (type.kind === 'structure' && !found.has(type)) {
      found.add(type)
      Object.values(type.fields).forEach(visit)
    }
  }
  for (const { params, result } of operations) {
    visit(params)
    visit(result)
  }
  return [...found]
}
