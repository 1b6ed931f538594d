import {
  commonErrors,
  type AnyOperation,
  type StructureType,
  type Type,
} from '@accession/core/contract'
import { table } from '../../output/table.ts'
import { describeFields, describeType } from './describe-type.ts'
import { shortName } from './operation-names.ts'

/** The help of one operation, made from its types. */
export const operationHelp = (operation: AnyOperation): string => {
  const { service, id, api, params, result, errors, privileges } = operation
  const short = shortName(operation)
  const fields = describeFields(params, id)
  const action = api.action === undefined ? '' : `?action=${api.action}`
  const required = fields.filter(({ isRequired }) => isRequired)
  return [
    `Usage: accession call ${short} [--FIELD VALUE ...] [--json-input FILE|-]`,
    '',
    `${service}.${id}`,
    `${api.method} ${api.path}${action}`,
    ...section(
      'Fields (those with * are needed):',
      fields.flatMap(({ path, type, isRequired, member }) => [
        [`--${path}${isRequired ? ' *' : ''}`, describeType(type)],
        ...(member ? membersOf(member) : []),
      ]),
    ),
    ...section('Result:', [[describeType(result)], ...membersOf(result)]),
    ...section(
      'Errors:',
      [...new Set([...errors, ...commonErrors])].map((error) => [error]),
    ),
    ...section(
      'Privileges:',
      privileges.map(({ privilege }) => [privilege]),
    ),
    '',
    'Example:',
    `  accession call ${[short, ...required.map(({ path, type }) => `--${path} ${sample(type)}`)].join(' ')}`,
  ].join('\n')
}

/** Every operation, one a line. */
export const operationList = (operations: readonly AnyOperation[]): readonly string[] =>
  table(
    ['OPERATION', 'VAPI NAME'],
    operations.map((one) => [shortName(one), `${one.service}.${one.id}`]),
  )

const section = (title: string, rows: readonly (readonly string[])[]): readonly string[] => {
  if (rows.length === 0) return []
  const width = Math.max(...rows.map(([first = '']) => first.length))
  const lines = rows.map(([first = '', ...rest]) =>
    `  ${rest.length > 0 ? first.padEnd(width) : first}  ${rest.join('  ')}`.trimEnd(),
  )
  return ['', title, ...lines]
}

const membersOf = (type: Type): readonly (readonly string[])[] => {
  const inner = innermost(type)
  if (!inner) return []
  return Object.entries(inner.fields).map(([name, field]) => [`  ${name}`, describeType(field)])
}

const innermost = (type: Type): StructureType | undefined => {
  if (type.kind === 'structure') return type
  return type.kind === 'optional' || type.kind === 'list' || type.kind === 'set'
    ? innermost(type.of)
    : undefined
}

const sample = (type: Type): string => {
  switch (type.kind) {
    case 'enumeration':
      return type.values[0] ?? ''
    case 'integer':
    case 'double':
      return '1'
    case 'boolean':
      return 'true'
    case 'id':
      return 'ID'
    case 'list':
    case 'set':
      return type.of.kind === 'structure' ? "'[{…}]'" : sample(type.of)
    case 'structure':
    case 'map':
    case 'any_error':
      return "'{…}'"
    case 'optional':
      return sample(type.of)
    case 'binary':
    case 'date_time':
    case 'opaque':
    case 'secret':
    case 'string':
    case 'uri':
    case 'void':
      return 'TEXT'
    default:
      return type satisfies never
  }
}
