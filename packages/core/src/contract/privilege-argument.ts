import type { Operation } from './operation.ts'
import type { Privilege } from './privilege.ts'
import type { Fields } from './types.ts'

/**
 * Where in an operation's input the id stands that a privilege is needed on:
 * `['create_spec', 'library_id']`. Nothing for the system, nor for a field of a list's elements.
 */
export const privilegeArgument = (
  operation: Pick<Operation, 'params'>,
  privilege: Pick<Privilege, 'on'>,
): readonly string[] | undefined => {
  if (privilege.on === 'system') return undefined
  const field = privilege.on.slice(privilege.on.lastIndexOf('.') + 1)
  return pathTo(field, operation.params.fields)
}

const pathTo = (field: string, fields: Fields): readonly string[] | undefined => {
  if (Object.hasOwn(fields, field)) return [field]
  for (const [name, type] of Object.entries(fields)) {
    const inner = type.kind === 'optional' ? type.of : type
    const path = inner.kind === 'structure' ? pathTo(field, inner.fields) : undefined
    if (path) return [name, ...path]
  }
  return undefined
}
