import type { Type } from '@accession/core/contract'
import { isRecord } from '../check/check.ts'

/**
 * A value as it is written below `/rest`: its maps are lists of entries. What is wrong for its type,
 * as cases need it, is written as it is.
 */
export const writeRestValue = (type: Type, value: unknown): unknown => {
  if (type.kind === 'optional') return writeRestValue(type.of, value)
  if ((type.kind === 'list' || type.kind === 'set') && Array.isArray(value))
    return value.map((each) => writeRestValue(type.of, each))
  if (!isRecord(value)) return value
  if (type.kind === 'map')
    return Object.entries(value).map(([key, member]) => ({
      key,
      value: writeRestValue(type.value, member),
    }))
  if (type.kind !== 'structure') return value
  const members = Object.entries(value).map(([name, member]) => {
    const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined
    return [name, field ? writeRestValue(field, member) : member] as const
  })
  return Object.fromEntries(members)
}
