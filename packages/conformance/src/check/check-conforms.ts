import { localizableMessage, types } from '@accession/core/contract'
import type { StructureType, Type } from '@accession/core/contract'
import { isErrorType } from '@accession/core/errors'
import { check, isRecord } from './check.ts'

const dateTimeForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/**
 * Fails unless JSON is a value of a type of the contract: what is required is there, what is unset
 * is left out and never null. Members that the type does not name pass: a later version may add
 * some, and clients read over them.
 */
export const checkConforms = (type: Type, value: unknown, path: string): void => {
  check(value !== null, `${path} is null: what is unset must be left out`)
  if (type.kind === 'optional') {
    if (value !== undefined) checkConforms(type.of, value, path)
    return
  }
  check(value !== undefined || type.kind === 'void', `${path} is missing`)
  if (type.kind === 'list' || type.kind === 'set') {
    check(Array.isArray(value), `${path} must be a list`)
    value.forEach((element, index) => checkConforms(type.of, element, `${path}[${index}]`))
    if (type.kind === 'set')
      check(new Set(value).size === value.length, `${path} is a set that repeats an element`)
  } else if (type.kind === 'map') {
    check(isRecord(value), `${path} must be an object`)
    for (const [key, member] of Object.entries(value)) {
      checkConforms(type.key, key, `A key of ${path}`)
      checkConforms(type.value, member, `${path}.${key}`)
    }
  } else if (type.kind === 'any_error') checkError(value, path)
  else if (type.kind === 'structure') {
    check(isRecord(value), `${path} must be an object`)
    checkFields(type, value, path)
    checkUnions(type, value, path)
  } else if (type.kind === 'enumeration') {
    const names = type.values.join(', ')
    const isKnown = typeof value === 'string' && type.values.includes(value)
    check(isKnown, `${path} must be one of ${names}, not ${JSON.stringify(value)}`)
  } else checkScalar(type.kind, value, path)
}

type Members = Readonly<Record<string, unknown>>

const checkFields = (
  { fields, modelKeys }: StructureType,
  members: Members,
  path: string,
): void => {
  for (const [name, type] of Object.entries(fields)) {
    checkConforms(type, members[name], `${path}.${name}`)
    const isOfModel = modelKeys.length > 0 && type.kind === 'optional'
    const isAlways = isOfModel && type.usage?.get === 'always'
    if (isAlways)
      check(members[name] !== undefined, `${path}.${name} must be there in every answer`)
  }
}

/** What goes with one value of a discriminant must not be there with another. */
const checkUnions = ({ unions }: StructureType, members: Members, path: string): void => {
  for (const [discriminant, cases] of Object.entries(unions)) {
    const value = String(members[discriminant])
    const own = cases[value]
    if (!own) continue
    for (const [field, need] of Object.entries(own))
      if (need === 'required')
        check(
          members[field] !== undefined,
          `${path}.${field} is missing: it is required where ${discriminant} is ${value}`,
        )
    for (const field of new Set(Object.values(cases).flatMap(Object.keys)))
      if (!Object.hasOwn(own, field))
        check(
          members[field] === undefined,
          `${path}.${field} does not go with ${discriminant} = ${value}`,
        )
  }
}

const messageList = types.list(localizableMessage)

const checkError = (value: unknown, path: string): void => {
  check(isRecord(value), `${path} must be an object`)
  const { error_type, messages } = value
  const isKnown = typeof error_type === 'string' && isErrorType(error_type)
  check(isKnown, `${path}.error_type must be an error type, not ${JSON.stringify(error_type)}`)
  checkConforms(messageList, messages, `${path}.messages`)
}

type ScalarKind = Exclude<
  Type['kind'],
  'optional' | 'list' | 'set' | 'map' | 'structure' | 'enumeration' | 'any_error'
>

const checkScalar = (kind: ScalarKind, value: unknown, path: string): void => {
  switch (kind) {
    case 'string':
    case 'id':
    case 'uri':
    case 'secret':
    case 'binary':
      return check(typeof value === 'string', `${path} must be a string`)
    case 'integer':
      return check(Number.isSafeInteger(value), `${path} must be an integer`)
    case 'double':
      return check(typeof value === 'number', `${path} must be a number`)
    case 'boolean':
      return check(typeof value === 'boolean', `${path} must be true or false`)
    case 'date_time':
      return check(
        typeof value === 'string' && dateTimeForm.test(value),
        `${path} must be a moment like 2026-01-31T09:30:00.000Z, not ${String(value)}`,
      )
    case 'void':
      return check(value === undefined, `${path} must hold nothing`)
    case 'opaque':
      return undefined
  }
}
