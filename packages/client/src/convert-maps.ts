import type { Type } from '@accession/core/contract'

type Members = Readonly<Record<string, unknown>>
interface Entry {
  readonly key: string
  readonly value: unknown
}

/**
 * A value with its maps spelled as `/rest` has them (lists of entries), or as `/api` (objects); the
 * errors in it are flat, as `/api` has them, where they are read from either.
 */
export const convertMaps = (type: Type, value: unknown, to: 'entries' | 'object'): unknown => {
  if (value === undefined || value === null) return undefined
  if (type.kind === 'optional') return convertMaps(type.of, value, to)
  if (type.kind === 'list' || type.kind === 'set') {
    return Array.isArray(value) ? value.map((one) => convertMaps(type.of, one, to)) : value
  }
  if (type.kind === 'map') {
    const entries = entriesOf(value).map((entry) => ({
      key: entry.key,
      value: convertMaps(type.value, entry.value, to),
    }))
    return to === 'entries' ? entries : Object.fromEntries(entries.map((e) => [e.key, e.value]))
  }
  if (type.kind === 'any_error') return flatError(value as Members)
  if (type.kind === 'structure' && typeof value === 'object') {
    const converted = Object.entries(value).map(([name, member]) => {
      const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined
      return [name, field ? convertMaps(field, member, to) : member]
    })
    return Object.fromEntries(converted.filter(([, member]) => member !== undefined))
  }
  return value
}

const entriesOf = (value: unknown): readonly Entry[] =>
  Array.isArray(value)
    ? (value as readonly Entry[])
    : Object.entries(value as Members).map(([key, member]) => ({ key, value: member }))

/** `{"type": "com.vmware.vapi.std.errors.canceled", "value": {…}}` with its type in the value. */
const flatError = (error: Members): unknown => {
  const { type, value } = error
  if (typeof type !== 'string') return error
  const error_type = type.slice(type.lastIndexOf('.') + 1).toUpperCase()
  return { error_type, ...(value as Members) }
}
