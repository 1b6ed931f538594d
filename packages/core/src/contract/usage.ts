import { accessionError } from '../errors/accession-error.ts'
import type { Operation } from './operation.ts'
import type { StructureType, Type, Usage } from './types.ts'

type Call = 'create' | 'update' | undefined
type Members = Readonly<Record<string, unknown>>

/**
 * The input of an operation after the rules of its structures: what the call does not use is
 * dropped, what it requires must be there, and unions hold. Throws `INVALID_ARGUMENT` naming the
 * field.
 */
export const applyUsage = <Input>(
  operation: Pick<Operation<Input>, 'id' | 'params'>,
  input: Input,
): Input =>
  settleStructure(operation.params, input as Members, modelCallOf(operation.id), '') as Input

/** Which usage of a model's fields an operation goes by; undefined where it is neither. */
export const modelCallOf = (operationId: string): Call => {
  if (operationId === 'create' || operationId === 'copy') return 'create'
  return operationId === 'update' ? 'update' : undefined
}

const settle = (type: Type, value: unknown, call: Call, path: string): unknown => {
  if (type.kind === 'optional') return settle(type.of, value, call, path)
  if (type.kind === 'structure') return settleStructure(type, value as Members, call, path)
  if (type.kind === 'list' || type.kind === 'set') {
    return (value as readonly unknown[]).map((element, index) =>
      settle(type.of, element, call, `${path}[${index}]`),
    )
  }
  return value
}

const settleStructure = (
  structure: StructureType,
  members: Members,
  call: Call,
  path: string,
): Members => {
  const settled: Record<string, unknown> = {}
  for (const [name, type] of Object.entries(structure.fields)) {
    const usage = usageOf(type, call)
    const value = members[name]
    if (usage === 'unused') continue
    if (value !== undefined) settled[name] = settle(type, value, call, within(path, name))
    else if (usage === 'required') {
      throw accessionError('accession.argument.missing', [within(path, name)])
    }
  }
  checkUnions(structure, settled, path)
  return settled
}

const usageOf = (type: Type, call: Call): Usage['create'] => {
  if (type.kind !== 'optional') return 'required'
  return (call && type.usage?.[call]) ?? 'optional'
}

const checkUnions = (structure: StructureType, members: Members, path: string): void => {
  for (const [discriminant, cases] of Object.entries(structure.unions)) {
    const chosen = members[discriminant]
    if (typeof chosen !== 'string' || !Object.hasOwn(cases, chosen)) continue
    const own = cases[chosen] ?? {}
    for (const name of new Set(Object.values(cases).flatMap((fields) => Object.keys(fields)))) {
      const set = members[name] !== undefined
      const names = [within(path, name), within(path, discriminant), chosen] as const
      if (!set && own[name] === 'required') {
        throw accessionError('accession.argument.union_field_missing', names)
      }
      if (set && own[name] === undefined) {
        throw accessionError('accession.argument.union_field_unexpected', names)
      }
    }
  }
}

const within = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)
