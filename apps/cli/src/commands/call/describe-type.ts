import type { StructureType, Type } from '@accession/core/contract'

/** A type in a few words: `text`, `list of ids`, `ACTIVE | DONE`. */
export const describeType = (type: Type): string => {
  switch (type.kind) {
    case 'optional':
      return describeType(type.of)
    case 'list':
    case 'set':
      return `${type.kind} of ${describeType(type.of)}`
    case 'map':
      return `map of ${describeType(type.value)} by ${describeType(type.key)}`
    case 'enumeration':
      return type.values.join(' | ')
    case 'structure':
      return type.name.slice(type.name.lastIndexOf('.') + 1)
    case 'string':
      return 'text'
    case 'void':
      return 'nothing'
    case 'opaque':
      return 'any JSON'
    case 'any_error':
      return 'error'
    case 'binary':
      return 'bytes in base64'
    case 'date_time':
      return 'time as 2026-01-31T12:00:00.000Z'
    case 'double':
      return 'number'
    case 'integer':
      return 'whole number'
    case 'boolean':
    case 'id':
    case 'secret':
    case 'uri':
      return type.kind
    default:
      return type satisfies never
  }
}

/** A field that a call can set, by its name with those of the structures around it. */
export interface FieldDescription {
  /** `create_spec.name`. */
  readonly path: string
  readonly type: Type
  readonly isRequired: boolean
  /** What each value of a list is made of, where that is a structure. */
  readonly member?: StructureType
}

const depthMax = 4

/** Every field of an operation's input that the call uses, down to those without parts. */
export const describeFields = (
  { fields }: StructureType,
  call: string,
  around = '',
  isAroundRequired = true,
  depth = 1,
): readonly FieldDescription[] =>
  Object.entries(fields).flatMap(([name, type]) => {
    const usage =
      type.kind === 'optional' ? (type.usage?.[usageOf(call)] ?? 'optional') : 'required'
    if (usage === 'unused') return []
    const isRequired = isAroundRequired && usage === 'required'
    const inner = type.kind === 'optional' ? type.of : type
    const path = `${around}${name}`
    if (inner.kind === 'structure' && depth < depthMax)
      return describeFields(inner, call, `${path}.`, isRequired, depth + 1)
    const member = inner.kind === 'list' || inner.kind === 'set' ? inner.of : undefined
    return [{ path, type: inner, isRequired, ...(member?.kind === 'structure' && { member }) }]
  })

const usageOf = (call: string): 'create' | 'update' => (call === 'update' ? 'update' : 'create')
