import type { AnyError, StructureType, Type } from '@accession/core/contract'
import { base64FromBytes } from '../codec/base64.ts'
import { writeDynamicValue } from './dynamic-value.ts'
import { mapEntry } from './map-entry.ts'
import { errorStructure } from './typed-error.ts'

/**
 * The typed JSON of a value: `null` for nothing, optional values always wrapped, structures under their
 * name. Throws where a value lacks what its type requires: clients refuse such an answer.
 */
export const writeTypedValue = (type: Type, value: unknown): unknown => {
  if (type.kind === 'optional')
    return { OPTIONAL: isUnset(value) ? null : writeTypedValue(type.of, value) }
  if (type.kind === 'void') return null
  if (isUnset(value)) throw new Error(`A ${type.kind} is missing`)
  switch (type.kind) {
    case 'list':
    case 'set':
      return (value as readonly unknown[]).map((element) => writeTypedValue(type.of, element))
    case 'map': {
      const entry = mapEntry(type)
      return Object.entries(value).map(([key, member]) =>
        writeTypedValue(entry, { key, value: member }),
      )
    }
    case 'structure':
      return { STRUCTURE: { [type.name]: writeTypedFields(type, value) } }
    case 'secret':
      return { SECRET: value }
    case 'binary':
      return { BINARY: base64FromBytes(value as Uint8Array) }
    case 'opaque':
      return writeDynamicValue(value)
    case 'any_error':
      return writeError(value as AnyError)
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
  return value
}

const writeError = (error: AnyError): unknown => {
  const structure = errorStructure(error.error_type)
  return { ERROR: { [structure.name]: writeTypedFields(structure, error) } }
}

/** The fields of a structure without its name; nothing travels that the structure does not name. */
const writeTypedFields = (
  { name, fields }: Pick<StructureType, 'name' | 'fields'>,
  value: unknown,
): Readonly<Record<string, unknown>> => {
  const members = value as Readonly<Record<string, unknown>>
  const written: Record<string, unknown> = {}
  for (const [field, type] of Object.entries(fields)) {
    if (type.kind !== 'optional' && isUnset(members[field]))
      throw new Error(`${name} lacks its field ${field}`)
    written[field] = writeTypedValue(type, members[field])
  }
  return written
}

const isUnset = (value: unknown): value is null | undefined => value === undefined || value === null
