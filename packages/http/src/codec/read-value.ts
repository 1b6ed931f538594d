import { localizableMessage, types } from '@accession/core/contract'
import type { Fields, MapType, Type } from '@accession/core/contract'
import { accessionError, errorStructureName, errorTypes, isErrorType } from '@accession/core/errors'
import { mistyped, readScalar } from './read-scalar.ts'
import type { Spelling } from './spelling.ts'

/**
 * The value that JSON spells, held strictly against its type: `null` is unset, what is unknown,
 * missing or mistyped is INVALID_ARGUMENT naming the place. `path` is where the value stands.
 */
export const readValue = (type: Type, json: unknown, path: string, spelling: Spelling): unknown => {
  if (type.kind === 'optional')
    return isUnset(json) ? undefined : readValue(type.of, json, path, spelling)
  if (type.kind === 'void') return undefined
  if (isUnset(json)) throw accessionError('accession.argument.missing', [path])
  switch (type.kind) {
    case 'list':
    case 'set':
      return readArray(json, path).map((element, index) =>
        readValue(type.of, element, `${path}[${index}]`, spelling),
      )
    case 'map':
      return readMap(type, json, path, spelling)
    case 'structure':
      return readFields(type.fields, json, path, spelling)
    case 'any_error':
      return readError(json, path, spelling)
    case 'string':
    case 'id':
    case 'uri':
    case 'secret':
    case 'integer':
    case 'double':
    case 'boolean':
    case 'date_time':
    case 'binary':
    case 'opaque':
    case 'enumeration':
      break
  }
  return readScalar(type, json, path)
}

/** The members of an object, each by its field; nothing may be there besides. */
export const readFields = (
  fields: Fields,
  json: unknown,
  path: string,
  spelling: Spelling,
): Record<string, unknown> => {
  if (!isObject(json)) throw mistyped(path, 'an object')
  for (const name of Object.keys(json))
    if (!Object.hasOwn(fields, name))
      throw accessionError('com.vmware.vapi.rest.unsupportedProperty', [name])
  const members: Record<string, unknown> = {}
  for (const [name, type] of Object.entries(fields)) {
    const member = Object.hasOwn(json, name) ? json[name] : undefined
    const value = readValue(type, member, path === '' ? name : `${path}.${name}`, spelling)
    if (value !== undefined) members[name] = value
  }
  return members
}

/** Whether JSON is an object, neither null nor an array. */
export const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json)

const isUnset = (json: unknown): json is null | undefined => json === undefined || json === null

const readArray = (json: unknown, path: string): readonly unknown[] => {
  if (!Array.isArray(json)) throw mistyped(path, 'a list')
  return json
}

const readMap = (type: MapType, json: unknown, path: string, spelling: Spelling): unknown => {
  const entries =
    spelling.maps === 'entries'
      ? readEntries(type, json, path, spelling)
      : objectEntries(json, path)
  const members = new Map<string, unknown>()
  for (const [key, value] of entries) {
    const name = String(readValue(type.key, key, `${path}.key`, spelling))
    if (members.has(name)) throw accessionError('accession.request.property_repeated', [name])
    members.set(name, readValue(type.value, value, `${path}.${name}`, spelling))
  }
  return Object.fromEntries(members)
}

const objectEntries = (json: unknown, path: string): readonly (readonly [string, unknown])[] => {
  if (!isObject(json)) throw mistyped(path, 'an object')
  return Object.entries(json)
}

const readEntries = (
  type: MapType,
  json: unknown,
  path: string,
  spelling: Spelling,
): readonly (readonly [unknown, unknown])[] =>
  readArray(json, path).map((entry, index) => {
    const at = `${path}[${index}]`
    const opaque = { kind: 'opaque' } as const
    const { key, value } = readFields({ key: type.key, value: opaque }, entry, at, spelling)
    return [key, value]
  })

const errorNames = Object.keys(errorTypes)

/** The fields of an error that is a value. */
const errorFields = {
  error_type: types.enumeration('error_type', errorNames),
  messages: types.list(localizableMessage),
  data: types.optional(types.opaque),
}

const readError = (json: unknown, path: string, spelling: Spelling): unknown => {
  if (spelling.errors === 'flat') return readFields(errorFields, json, path, spelling)
  const names = types.enumeration('type', errorNames.filter(isErrorType).map(errorStructureName))
  const named = { type: names, value: types.opaque }
  const { type, value } = readFields(named, json, path, spelling)
  const error = readFields(errorFields, value, `${path}.value`, spelling)
  const meant = errorNames.find((name) => isErrorType(name) && errorStructureName(name) === type)
  if (error['error_type'] === meant) return error
  throw mistyped(`${path}.value.error_type`, String(meant))
}
