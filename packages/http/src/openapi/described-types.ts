import { localizableMessage, types } from '@accession/core/contract'
import type { Fields, StructureType, Type, Unions } from '@accession/core/contract'
import type { Spelling } from '../codec/spelling.ts'
import { closedObject } from './closed-object.ts'
import { describeAnyError } from './describe-any-error.ts'
import type { Schema } from './open-api.ts'

/** What becomes of the same structure where it is created, updated, otherwise sent, or answered. */
export interface TypeUse {
  readonly call: 'create' | 'update' | 'input' | 'output'
  readonly maps: Spelling['maps']
}

/** The schemas of the contract's types; structures and enumerations are named, and described once. */
export interface DescribedTypes {
  readonly schemas: Readonly<Record<string, Schema>>
  schemaOf(type: Type, use: TypeUse): Schema
  /** The schema of an object that has no name. */
  schemaOfFields(fields: Fields, use: TypeUse): Schema
}

/** Begins without any; `schemas` grows by whatever is asked for. */
export const createDescribedTypes = (): DescribedTypes => {
  const schemas: Record<string, Schema> = {}
  const define = (name: string, describe: () => Schema): Schema => {
    if (!Object.hasOwn(schemas, name)) {
      // Structures may hold themselves: the name is taken before its fields are looked at.
      schemas[name] = {}
      schemas[name] = describe()
    }
    return { $ref: `#/components/schemas/${name}` }
  }
  const schemaOf = (type: Type, use: TypeUse): Schema => {
    switch (type.kind) {
      case 'optional':
        return schemaOf(type.of, use)
      case 'structure':
        return define(nameOf(type, use), () => ({
          ...schemaOfFields(type.fields, use, type.modelKeys),
          ...conditionsOf(type.unions),
        }))
      case 'enumeration':
        return define(type.name, () => ({ type: 'string', enum: type.values }))
      case 'list':
        return { type: 'array', items: schemaOf(type.of, use) }
      case 'set':
        return { type: 'array', items: schemaOf(type.of, use), uniqueItems: true }
      case 'map':
        return use.maps === 'object'
          ? {
              type: 'object',
              propertyNames: schemaOf(type.key, use),
              additionalProperties: schemaOf(type.value, use),
            }
          : {
              type: 'array',
              items: schemaOfFields({ key: type.key, value: type.value }, use),
            }
      case 'any_error':
        return define(use.maps === 'object' ? 'any_error' : 'any_error.rest', () =>
          describeAnyError(schemaOf(types.list(localizableMessage), use), use.maps),
        )
      case 'string':
      case 'id':
      case 'uri':
      case 'secret':
      case 'integer':
      case 'double':
      case 'boolean':
      case 'date_time':
      case 'binary':
      case 'void':
      case 'opaque':
        break
    }
    return scalars[type.kind]
  }
  const schemaOfFields = (
    fields: Fields,
    use: TypeUse,
    modelKeys: readonly string[] = [],
  ): Schema => {
    const seen = Object.entries(fields).flatMap(([name, type]) => {
      const presence = presenceOf(name, type, use, modelKeys)
      return presence === 'absent' ? [] : [{ name, type, presence }]
    })
    const required = seen.filter(({ presence }) => presence === 'required')
    const properties = seen.map(({ name, type, presence }) => {
      const schema = schemaOf(type, use)
      return [name, presence === 'ignored' ? { ...schema, readOnly: true } : schema] as const
    })
    return closedObject(
      Object.fromEntries(properties),
      required.map(({ name }) => name),
    )
  }
  return { schemas, schemaOf, schemaOfFields }
}

/** What plain JSON spells of the types without parts; whole numbers are those that JSON keeps exactly. */
const scalars: Readonly<Record<Exclude<Type['kind'], Composite>, Schema>> = {
  string: { type: 'string' },
  id: { type: 'string' },
  uri: { type: 'string' },
  secret: { type: 'string', format: 'password' },
  integer: {
    type: 'integer',
    format: 'int64',
    minimum: Number.MIN_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
  },
  double: { type: 'number', format: 'double' },
  boolean: { type: 'boolean' },
  date_time: { type: 'string', format: 'date-time' },
  binary: { type: 'string', contentEncoding: 'base64' },
  void: {},
  opaque: {},
}

type Composite = 'optional' | 'structure' | 'enumeration' | 'list' | 'set' | 'map' | 'any_error'

/**
 * Whether a field is there. The reference leaves a model's own id out of what is read, real servers
 * answer it, and so does this one. What always comes with a part of a model comes where that part is
 * in use: an unpublished library has no URL. Secrets are never read back.
 */
const presenceOf = (
  name: string,
  type: Type,
  { call }: TypeUse,
  modelKeys: readonly string[],
): 'required' | 'optional' | 'ignored' | 'absent' => {
  if (call === 'output' && isSecret(type)) return 'absent'
  if (type.kind !== 'optional') return 'required'
  if (call === 'output') {
    const get = modelKeys.includes(name) ? 'always' : type.usage?.get
    if (get === 'absent') return 'absent'
    return get === 'always' && modelKeys.length > 0 ? 'required' : 'optional'
  }
  const usage = call === 'input' ? undefined : type.usage?.[call]
  return usage === 'unused' ? 'ignored' : (usage ?? 'optional')
}

const isSecret = (type: Type): boolean =>
  type.kind === 'secret' || (type.kind === 'optional' && isSecret(type.of))

/** A discriminant decides which of the fields of its union must, may and must not be there. */
const conditionsOf = (unions: Unions): Pick<Schema, 'allOf'> => {
  const conditions = Object.entries(unions).flatMap(([discriminant, cases]) => {
    const names = new Set(Object.values(cases).flatMap((fields) => Object.keys(fields)))
    return Object.entries(cases).flatMap(([value, fields]) => {
      const required = [...names].filter((name) => fields[name] === 'required')
      const foreign = [...names].filter((name) => fields[name] === undefined)
      if (required.length + foreign.length === 0) return []
      return {
        if: { properties: { [discriminant]: { const: value } }, required: [discriminant] },
        // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema's word, never awaited
        then: {
          ...(required.length > 0 && { required }),
          ...(foreign.length > 0 && {
            properties: Object.fromEntries(foreign.map((name) => [name, false] as const)),
          }),
        },
      }
    })
  })
  return conditions.length > 0 ? { allOf: conditions } : {}
}

/** The vAPI name, and what it is used for where that makes a difference. */
const nameOf = (structure: StructureType, { call, maps }: TypeUse): string =>
  [
    structure.name,
    ...(holds(structure, isUsedDifferently) ? [call] : []),
    ...(maps === 'entries' && holds(structure, isSpelledDifferently) ? ['rest'] : []),
  ].join('.')

const isSpelledDifferently = ({ kind }: Type): boolean => kind === 'map' || kind === 'any_error'

const isUsedDifferently = (type: Type): boolean =>
  isSecret(type) || (type.kind === 'optional' && type.usage !== undefined)

/** Whether something within a type is so. */
const holds = (
  type: Type,
  isSo: (part: Type) => boolean,
  seen: Set<Type> = new Set<Type>(),
): boolean => {
  if (seen.has(type)) return false
  seen.add(type)
  return isSo(type) || partsOf(type).some((part) => holds(part, isSo, seen))
}

const partsOf = (type: Type): readonly Type[] => {
  if (type.kind === 'structure') return Object.values(type.fields)
  if (type.kind === 'map') return [type.key, type.value]
  return 'of' in type ? [type.of] : []
}
