import type { MapType, StructureType, Type } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { mistyped, readScalar } from '../codec/read-scalar.ts'
import { readDynamicValue } from './dynamic-value.ts'
import { mapEntry } from './map-entry.ts'
import { errorStructure, errorTypeNamed } from './typed-error.ts'
import { namedFields, taggedWith } from './typed-json.ts'

type Members = Record<string, unknown>

/**
 * The value that typed JSON spells, held strictly against its type: optional values are always
 * wrapped, and a structure has its own name. An unknown field is UNEXPECTED_INPUT, what is missing or
 * mistyped INVALID_ARGUMENT, each naming the place. `path` is where the value stands; `''` is the input.
 */
export const readTypedValue = (type: Type, json: unknown, path: string): unknown => {
  if (type.kind === 'optional') return readOptional(type.of, json, path)
  if (type.kind === 'opaque') return readDynamicValue(json, path)
  if (type.kind === 'void') {
    if (json !== null) throw mistyped(path, 'null')
    return undefined
  }
  if (json === undefined || json === null)
    throw accessionError('accession.argument.missing', [path === '' ? 'input' : path])
  switch (type.kind) {
    case 'list':
    case 'set':
      return readArray(json, path).map((element, index) =>
        readTypedValue(type.of, element, `${path}[${index}]`),
      )
    case 'map':
      return readMap(type, json, path)
    case 'structure':
      return readStructure(type, json, path)
    case 'any_error':
      return readError(json, path)
    case 'secret':
      return readScalar(type, untagged('SECRET', json, path), path)
    case 'binary':
      return readScalar(type, untagged('BINARY', json, path), path)
    case 'string':
    case 'id':
    case 'uri':
    case 'integer':
    case 'double':
    case 'boolean':
    case 'date_time':
    case 'enumeration':
      break
  }
  return readScalar(type, json, path)
}

/** A field that is left out is unset, as is `{"OPTIONAL": null}`. */
const readOptional = (of: Type, json: unknown, path: string): unknown => {
  if (json === undefined) return undefined
  const held = taggedWith('OPTIONAL', json)
  if (held === undefined) throw mistyped(path, '{"OPTIONAL": null} or {"OPTIONAL": a value}')
  return held === null ? undefined : readTypedValue(of, held, path)
}

const untagged = (tag: 'SECRET' | 'BINARY', json: unknown, path: string): unknown => {
  const held = taggedWith(tag, json)
  if (held === undefined) throw mistyped(path, `{"${tag}": a string}`)
  return held
}

const readArray = (json: unknown, path: string): readonly unknown[] => {
  if (!Array.isArray(json)) throw mistyped(path, 'a list')
  return json
}

const readMap = (type: MapType, json: unknown, path: string): unknown => {
  const entry = mapEntry(type)
  const members = new Map<string, unknown>()
  for (const [index, element] of readArray(json, path).entries()) {
    const { key, value } = readStructure(entry, element, `${path}[${index}]`)
    const name = String(key)
    if (members.has(name)) throw accessionError('accession.request.property_repeated', [name])
    members.set(name, value)
  }
  return Object.fromEntries(members)
}

/** Its type is its name, whether or not a field says so besides. */
const readError = (json: unknown, path: string): Members => {
  const error_type = errorTypeNamed(namedFields('ERROR', json)?.name ?? '')
  if (!error_type) throw mistyped(path, '{"ERROR": {the name of an error: its fields}}')
  return { ...readStructure(errorStructure(error_type), json, path, 'ERROR'), error_type }
}

const readStructure = (
  type: StructureType,
  json: unknown,
  path: string,
  tag: 'STRUCTURE' | 'ERROR' = 'STRUCTURE',
): Members => {
  const named = namedFields(tag, json)
  if (!named)
    throw mistyped(path === '' ? 'input' : path, `{"STRUCTURE": {"${type.name}": its fields}}`)
  const { name, fields } = named
  if (name !== type.name)
    throw accessionError('vapi.data.structure.name.mismatch', [type.name, name])
  for (const field of Object.keys(fields))
    if (!Object.hasOwn(type.fields, field))
      throw accessionError('vapi.data.structure.field.unexpected', [type.name, field])
  const members: Members = {}
  for (const [field, fieldType] of Object.entries(type.fields)) {
    const given = Object.hasOwn(fields, field) ? fields[field] : undefined
    const value = readTypedValue(fieldType, given, path === '' ? field : `${path}.${field}`)
    if (value !== undefined) members[field] = value
  }
  return members
}
