import type { Type } from '@accession/core/contract'
import { check, checkEqual, isRecord } from '../check/check.ts'

/**
 * A value below `/rest` as the other spellings have it: maps as objects, errors flat. What is not of
 * its type otherwise is left as it is, to be found there.
 */
export const readRestValue = (type: Type, json: unknown, path: string): unknown => {
  if (json === undefined || json === null) return json
  switch (type.kind) {
    case 'optional':
      return readRestValue(type.of, json, path)
    case 'list':
    case 'set':
      if (!Array.isArray(json)) return json
      return json.map((each, index) => readRestValue(type.of, each, `${path}[${index}]`))
    case 'map':
      check(Array.isArray(json), `${path} must be a list of entries`)
      return Object.fromEntries(
        json.map((entry: unknown, index) => {
          const at = `${path}[${index}]`
          check(isRecord(entry), `${at} must be an object`)
          checkEqual(`The members of ${at}`, Object.keys(entry).toSorted(), ['key', 'value'])
          return [String(entry['key']), readRestValue(type.value, entry['value'], at)] as const
        }),
      )
    case 'structure': {
      if (!isRecord(json)) return json
      const members = Object.entries(json).map(([name, value]) => {
        const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined
        return [name, field ? readRestValue(field, value, `${path}.${name}`) : value] as const
      })
      return Object.fromEntries(members)
    }
    case 'any_error':
      return readRestError(json, path)
    case 'string':
    case 'integer':
    case 'boolean':
    case 'double':
    case 'id':
    case 'uri':
    case 'secret':
    case 'date_time':
    case 'binary':
    case 'void':
    case 'opaque':
    case 'enumeration':
      break
  }
  return json
}

const readRestError = (json: unknown, path: string): unknown => {
  check(isRecord(json), `${path} must be an object`)
  checkEqual(`The members of ${path}`, Object.keys(json).toSorted(), ['type', 'value'])
  const { type, value } = json
  check(isRecord(value), `${path}.value must be an object`)
  const name = `com.vmware.vapi.std.errors.${String(value['error_type']).toLowerCase()}`
  checkEqual(`The type of ${path}`, type, name)
  return value
}
