import { isObject } from '../codec/read-value.ts'
import { mistyped, readString } from '../codec/read-scalar.ts'
import { namedFields, taggedWith } from './typed-json.ts'

/** The name of a structure that the contract gives none. */
const dynamicName = 'com.vmware.vapi.std.dynamic_structure'

/**
 * The plain JSON of typed JSON that says itself what it is. What plain JSON has no room for is let go:
 * the names of structures, and that a text is a secret.
 */
export const readDynamicValue = (json: unknown, path: string): unknown => {
  if (json === null || typeof json === 'boolean') return json
  if (typeof json === 'string') return readString(json, path)
  if (typeof json === 'number') {
    if (!Number.isFinite(json)) throw mistyped(path, 'a number')
    return json
  }
  if (Array.isArray(json))
    return json.map((element, index) => readDynamicValue(element, `${path}[${index}]`))
  const optional = taggedWith('OPTIONAL', json)
  if (optional !== undefined) return readDynamicValue(optional, path)
  const text = taggedWith('SECRET', json) ?? taggedWith('BINARY', json)
  if (text !== undefined) return readString(text, path)
  const named = namedFields('STRUCTURE', json) ?? namedFields('ERROR', json)
  if (!named) throw mistyped(path, 'a value that tells its type, such as {"STRUCTURE": …}')
  return Object.fromEntries(
    Object.entries(named.fields).map(([field, member]) => [
      field,
      readDynamicValue(member, `${path}.${field}`),
    ]),
  )
}

/** Plain JSON as typed JSON that says itself what it is: an object is a structure. */
export const writeDynamicValue = (json: unknown): unknown => {
  if (json === null || json === undefined) return { OPTIONAL: null }
  if (Array.isArray(json)) return json.map(writeDynamicValue)
  if (!isObject(json)) return json
  const fields = Object.entries(json).map(
    ([field, member]) => [field, writeDynamicValue(member)] as const,
  )
  return { STRUCTURE: { [dynamicName]: Object.fromEntries(fields) } }
}
