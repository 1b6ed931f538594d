import { localizableMessage, types } from '@accession/core/contract'
import type { StructureType, Type } from '@accession/core/contract'
import { check, checkEqual, isRecord } from '../check/check.ts'

type Members = Readonly<Record<string, unknown>>

/**
 * Arguments in typed JSON. What is wrong for its type, as cases need it, is written as it is; fields
 * that nobody gave are written as unset, as the SDKs do.
 */
export const writeTyped = (type: Type, value: unknown): unknown => {
  if (type.kind === 'optional')
    return { OPTIONAL: value === undefined || value === null ? null : writeTyped(type.of, value) }
  if (type.kind === 'structure' && isRecord(value))
    return { STRUCTURE: { [type.name]: writeFields(type, value) } }
  if ((type.kind === 'list' || type.kind === 'set') && Array.isArray(value))
    return value.map((element) => writeTyped(type.of, element))
  if (type.kind === 'map' && isRecord(value))
    return Object.entries(value).map(([key, member]) => ({
      STRUCTURE: { 'map-entry': { key, value: writeTyped(type.value, member) } },
    }))
  if (type.kind === 'secret' && typeof value === 'string') return { SECRET: value }
  if (type.kind === 'binary' && typeof value === 'string') return { BINARY: value }
  return value
}

const writeFields = ({ fields }: StructureType, given: Members): Members => {
  const known = Object.entries(fields).filter(
    ([name, { kind }]) => kind === 'optional' || given[name] !== undefined,
  )
  return {
    ...given,
    ...Object.fromEntries(known.map(([name, type]) => [name, writeTyped(type, given[name])])),
  }
}

/** The plain JSON of typed JSON, what is unset left out; fails where the form is not that of the type. */
export const readTyped = (type: Type, json: unknown, path: string): unknown => {
  switch (type.kind) {
    case 'optional': {
      const held = only('OPTIONAL', json, path)
      return held === null ? undefined : readTyped(type.of, held, path)
    }
    case 'void':
      checkEqual(path, json, null)
      return undefined
    case 'list':
    case 'set':
      check(Array.isArray(json), `${path} must be a list`)
      return json.map((element, index) => readTyped(type.of, element, `${path}[${index}]`))
    case 'map': {
      check(Array.isArray(json), `${path} must be a list of map entries`)
      const { key, value } = type
      const entry = { kind: 'structure', name: 'map-entry', unions: {}, modelKeys: [] } as const
      const entries = json.map((each, index) => {
        const read = readStructure({ ...entry, fields: { key, value } }, each, `${path}[${index}]`)
        return [String(read['key']), read['value']] as const
      })
      return Object.fromEntries(entries)
    }
    case 'structure':
      return readStructure(type, json, path)
    case 'secret':
      return only('SECRET', json, path)
    case 'binary':
      return only('BINARY', json, path)
    case 'opaque':
      return readDynamic(json, path)
    case 'any_error':
      return readTypedError(json, path)
    case 'string':
    case 'integer':
    case 'boolean':
    case 'double':
    case 'id':
    case 'uri':
    case 'date_time':
    case 'enumeration':
      break
  }
  return json
}

/** What stands under a tag; fails where anything else is there. */
export const only = (tag: string, json: unknown, path: string): unknown => {
  check(isRecord(json), `${path} must be {"${tag}": …}, not ${JSON.stringify(json)}`)
  checkEqual(`The tags of ${path}`, Object.keys(json), [tag])
  return json[tag]
}

const readStructure = (type: StructureType, json: unknown, path: string): Members => {
  const fields = only(type.name, only('STRUCTURE', json, path), path)
  check(isRecord(fields), `The fields of ${path} must be an object`)
  const read = Object.entries(fields).flatMap(([name, value]) => {
    const fieldType = type.fields[name]
    // A later version may add fields, and clients read over them.
    const member = fieldType ? readTyped(fieldType, value, `${path}.${name}`) : value
    return member === undefined ? [] : [[name, member] as const]
  })
  return Object.fromEntries(read)
}

/** An error under its name, in the form that its type has when it is what a call ends with. */
export const readTypedError = (json: unknown, path: string): Members => {
  const named = only('ERROR', json, path)
  const [name = '', ...more] = Object.keys(Object(named))
  checkEqual(`Further names of ${path}`, more, [])
  const type = name.replace(/^com\.vmware\.vapi\.std\.errors\./, '').toUpperCase()
  const fields =
    type === 'UNAUTHENTICATED'
      ? { ...errorFields, challenge: types.optional(types.string) }
      : errorFields
  const members = Object.keys(Object(Object(named)[name]))
  checkEqual(`The members of ${path}`, members.toSorted(), Object.keys(fields).toSorted())
  const read = readTyped(types.structure(name, fields), { STRUCTURE: named }, path)
  const { challenge: _, ...flat } = read as Members
  checkEqual(`The type that ${path} says it has`, flat['error_type'], type)
  return flat
}

const errorFields = {
  messages: types.list(localizableMessage),
  data: types.optional(types.opaque),
  error_type: types.optional(types.string),
}

/** The plain JSON of a value that says itself what it is. */
const readDynamic = (json: unknown, path: string): unknown => {
  if (Array.isArray(json)) return json.map((each, index) => readDynamic(each, `${path}[${index}]`))
  if (!isRecord(json)) return json
  const [tag = ''] = Object.keys(json)
  const held = only(tag, json, path)
  if (tag === 'OPTIONAL') return readDynamic(held, path)
  if (tag === 'SECRET' || tag === 'BINARY') return held
  checkEqual(`The tag of ${path}`, tag, 'STRUCTURE')
  const [fields] = Object.values(Object(held) as Members)
  check(isRecord(fields), `The fields of ${path} must be an object`)
  const entries = Object.entries(fields)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, readDynamic(value, `${path}.${name}`)]),
  )
}
