import { localizableMessage, types } from '@accession/core/contract'
import type { AnyError, Fields, Type } from '@accession/core/contract'
import { errorStructureName } from '@accession/core/errors'
import type { ErrorType } from '@accession/core/errors'
import { base64FromBytes } from './base64.ts'
import type { Spelling } from './spelling.ts'

type Members = Readonly<Record<string, unknown>>

const messageList = types.list(localizableMessage)

/**
 * The JSON of a value: what is unset is left out, and nothing travels that its type does not name.
 * Throws where a value lacks what its type requires: clients refuse such an answer.
 */
export const writeValue = (type: Type, value: unknown, spelling: Spelling): unknown => {
  if (type.kind === 'optional')
    return value === undefined || value === null ? undefined : writeValue(type.of, value, spelling)
  if (type.kind === 'void') return undefined
  if (value === undefined || value === null) throw new Error(`A ${type.kind} is missing`)
  switch (type.kind) {
    case 'list':
    case 'set':
      return (value as readonly unknown[]).map((element) => writeValue(type.of, element, spelling))
    case 'structure':
      return writeFields(type.fields, value as Members, type.name, spelling)
    case 'map': {
      const entries = Object.entries(value).map(
        ([key, member]) => [key, writeValue(type.value, member, spelling)] as const,
      )
      return spelling.maps === 'object'
        ? Object.fromEntries(entries)
        : entries.map(([key, member]) => ({ key, value: member }))
    }
    case 'binary':
      return base64FromBytes(value as Uint8Array)
    case 'any_error':
      return writeAnyError(value as AnyError, spelling)
    case 'string':
    case 'id':
    case 'uri':
    case 'secret':
    case 'integer':
    case 'double':
    case 'boolean':
    case 'date_time':
    case 'opaque':
    case 'enumeration':
      break
  }
  return value
}

/** An error as the flat structure that `/api` has: its type, its messages and perhaps data. */
export const writeFlatError = (
  { error_type, messages, data }: AnyError,
  spelling: Spelling,
): FlatError => ({
  error_type,
  messages: writeValue(messageList, messages, spelling),
  ...(data && { data }),
})

/** What every error structure holds. */
export interface FlatError {
  readonly error_type: ErrorType
  readonly messages: unknown
  readonly data?: Readonly<Record<string, unknown>>
}

const writeAnyError = (error: AnyError, spelling: Spelling): unknown => {
  const flat = writeFlatError(error, spelling)
  if (spelling.errors === 'flat') return flat
  return { type: errorStructureName(error.error_type), value: flat }
}

const writeFields = (fields: Fields, members: Members, name: string, spelling: Spelling) => {
  const written: Record<string, unknown> = {}
  for (const [field, type] of Object.entries(fields)) {
    const value = members[field]
    if (value === undefined || value === null) {
      if (type.kind !== 'optional') throw new Error(`${name} lacks its field ${field}`)
    } else written[field] = writeValue(type, value, spelling)
  }
  return written
}
