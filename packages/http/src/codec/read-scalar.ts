import { accessionError } from '@accession/core/errors'
import type { AccessionError } from '@accession/core/errors'
import type { EnumerationType, ScalarType } from '@accession/core/contract'
import { bytesFromBase64 } from './base64.ts'
import { readDateTime } from './date-time.ts'

/** The error of a value that is not what its type asks for. */
export const mistyped = (path: string, expected: string): AccessionError =>
  accessionError('accession.argument.mistyped', [path, expected])

/** Text that every store and every URL can hold: no NUL, no half of a surrogate pair. */
export const readString = (value: unknown, path: string): string => {
  if (typeof value !== 'string') throw mistyped(path, 'a string')
  if (value.includes('\0')) throw accessionError('accession.argument.control_characters', [path])
  if (/\p{Surrogate}/u.test(value)) throw mistyped(path, 'a string of whole Unicode characters')
  return value
}

/** A whole number that a JavaScript number holds exactly. */
export const readInteger = (value: unknown, path: string): number => {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw mistyped(path, 'an integer')
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw accessionError('accession.argument.integer_too_large', [path])
  if (!Number.isInteger(value)) throw mistyped(path, 'an integer')
  return value
}

/** One of the names of an enumeration, spelled as there. */
export const readEnumeration = (type: EnumerationType, value: unknown, path: string): string => {
  const name = readString(value, path)
  if (!type.values.includes(name))
    throw accessionError('accession.argument.unknown_value', [path, name, type.values.join(', ')])
  return name
}

/** The value that plain JSON spells of a type without parts. */
export const readScalar = (
  type: EnumerationType | ScalarType,
  json: unknown,
  path: string,
): unknown => {
  switch (type.kind) {
    case 'string':
    case 'id':
    case 'uri':
    case 'secret':
      return readString(json, path)
    case 'integer':
      return readInteger(json, path)
    case 'double':
      if (typeof json !== 'number' || !Number.isFinite(json)) throw mistyped(path, 'a number')
      return json
    case 'boolean':
      if (typeof json !== 'boolean') throw mistyped(path, 'true or false')
      return json
    case 'date_time':
      return readDateTime(readString(json, path), path)
    case 'binary':
      return readBinary(json, path)
    case 'enumeration':
      return readEnumeration(type, json, path)
    case 'void':
      return undefined
    case 'opaque':
    case 'any_error':
      break
  }
  return json
}

const readBinary = (json: unknown, path: string): Uint8Array => {
  const bytes = bytesFromBase64(readString(json, path))
  if (!bytes) throw mistyped(path, 'base64')
  return bytes
}
