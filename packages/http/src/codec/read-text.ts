import type { Type } from '@accession/core/contract'
import { readDateTime } from './date-time.ts'
import { mistyped, readEnumeration, readInteger, readString } from './read-scalar.ts'

/** The value that a text in an address or a header spells. */
export const readText = (type: Type, text: string, path: string): unknown => {
  switch (type.kind) {
    case 'optional':
      return readText(type.of, text, path)
    case 'integer':
      if (!/^-?\d+$/.test(text)) throw mistyped(path, 'an integer')
      return readInteger(Number(text), path)
    case 'double':
      if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) throw mistyped(path, 'a number')
      return Number(text)
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw mistyped(path, 'true or false')
      return text === 'true'
    case 'date_time':
      return readDateTime(text, path)
    case 'enumeration':
      return readEnumeration(type, text, path)
    case 'string':
    case 'id':
    case 'uri':
    case 'secret':
      return readString(text, path)
    case 'binary':
    case 'void':
    case 'opaque':
    case 'any_error':
    case 'list':
    case 'set':
    case 'map':
    case 'structure':
      break
  }
  throw new Error(`A ${type.kind} has no spelling in an address`)
}
