import type { AnyOperation, Fields, StructureType, Type } from '@accession/core/contract'
import { certificates } from '@accession/core/testing'
import { isRecord } from '../../src/check/check.ts'
import type { Arguments } from '../../src/spellings/spelling.ts'
import { fileName, makers } from './makers.ts'
import type { PrivilegeData } from './contract-data.ts'

/** A place in the arguments that the id of something real goes to. */
export class Slot {
  /** `create_spec.library_id` */
  readonly path: string
  /** The name of its field, which says what is made for it. */
  readonly field: string

  constructor(path: string, field: string) {
    this.path = path
    this.field = field
  }
}

/** The arguments of a call of an operation, but for the ids of what is made for each call. */
export interface CallTemplate {
  readonly given: Arguments
  readonly slots: readonly Slot[]
}

/** What types alone do not tell: arguments by operation, laid over those that were made of its types. */
const particulars: Readonly<Record<string, Arguments>> = {
  'library.find': { spec: { name: 'privileges' } },
  'item.find': { spec: { name: 'privileges' } },
  'itemFile.get': { name: fileName },
  'libraryUsages.add': { spec: { resource_urn: 'urn:vmomi:VirtualMachine:vm-1' } },
  'trustedCertificates.create': { spec: { cert_text: certificates.elliptic } },
  'subscribedLibrary.create': {
    create_spec: {
      subscription_info: {
        subscription_url: 'https://conformance.invalid/lib.json',
        authentication_method: 'NONE',
        on_demand: true,
        automatic_sync_enabled: false,
      },
    },
  },
}

/** What is said where an argument cannot be made. */
const advice = 'say how in packages/conformance/test/privileges, makers.ts or call-template.ts'

/**
 * Arguments of an operation, made of its types: what is required, what privileges are needed on, and
 * what `particulars` adds. Throws where a required id is one that nothing is made for. `without` the
 * optional ones that privileges are needed on, it is the call that names no resource.
 */
export const callTemplate = (
  { name, id, params }: AnyOperation,
  privileges: readonly PrivilegeData[],
  options: { readonly without?: boolean } = {},
): CallTemplate => {
  const slots: Slot[] = []
  const isCreate = id === 'create' || id === 'copy'
  const asked = new Set(options.without ? [] : privileges.map(({ on }) => on.split('.').at(-1)))

  const isNeeded = (field: string, type: Type): boolean =>
    type.kind !== 'optional' ||
    (isCreate && type.usage?.create === 'required') ||
    (asked.has(field) && Object.hasOwn(makers, field))

  const ofFields = (fields: Fields, path: string, forced: ReadonlySet<string>): Arguments =>
    Object.fromEntries(
      Object.entries(fields)
        .filter(
          ([field, type]) =>
            isNeeded(field, type) || forced.has(field) || leadsToAsked(type, asked, isCreate),
        )
        .map(([field, type]) => [
          field,
          valueOf(type, field, path === '' ? field : `${path}.${field}`),
        ]),
    )

  const valueOf = (type: Type, field: string, path: string): unknown => {
    switch (type.kind) {
      case 'optional':
        return valueOf(type.of, field, path)
      case 'list':
      case 'set':
        return [valueOf(type.of, field, path)]
      case 'structure':
        return ofFields(type.fields, path, unionFields(type))
      case 'enumeration':
        return type.values[0]
      case 'boolean':
        return false
      case 'integer':
      case 'double':
        return 1
      case 'date_time':
        return '2026-01-31T09:30:00.000Z'
      case 'uri':
        return 'https://conformance.invalid/'
      case 'id': {
        if (!Object.hasOwn(makers, field))
          throw new Error(`${name}: nothing is made for the id ${path}: ${advice}`)
        const slot = new Slot(path, field)
        slots.push(slot)
        return slot
      }
      case 'string':
      case 'secret':
        return field === 'file_name' ? fileName : 'privileges'
      case 'map':
      case 'binary':
      case 'void':
      case 'opaque':
      case 'any_error':
        break
    }
    throw new Error(`${name}: ${path} is of the kind ${type.kind}: ${advice}`)
  }

  const given = merged(ofFields(params.fields, '', new Set()), particulars[name] ?? {})
  return { given, slots }
}

/** Whether an optional structure holds an id that a privilege is needed on. */
const leadsToAsked = (type: Type, asked: ReadonlySet<string | undefined>, isCreate: boolean) => {
  const inner = type.kind === 'optional' ? type.of : type
  if (isCreate || inner.kind !== 'structure') return false
  return Object.keys(inner.fields).some((field) => asked.has(field) && Object.hasOwn(makers, field))
}

/** The fields that must be set as the first value of each discriminant is chosen. */
const unionFields = ({ unions, fields }: StructureType): ReadonlySet<string> =>
  new Set(
    Object.entries(unions).flatMap(([discriminant, cases]) => {
      const type = fields[discriminant]
      const first = type?.kind === 'enumeration' ? (type.values[0] ?? '') : ''
      return Object.entries(cases[first] ?? {})
        .filter(([, presence]) => presence === 'required')
        .map(([field]) => field)
    }),
  )

const merged = (made: Arguments, more: Arguments): Arguments => ({
  ...made,
  ...Object.fromEntries(
    Object.entries(more).map(([field, value]) => {
      const before = made[field]
      return [field, isRecord(before) && isRecord(value) ? merged(before, value) : value]
    }),
  ),
})

/** Why a call was not carried as far as it should have been, for want of the right arguments. */
export const wrongArguments = (reason: string): string =>
  `the arguments are not right, so privileges were not tried (${reason}): ${advice}`
