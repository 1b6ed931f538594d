import { describe, expect, it } from 'vitest'
import { contractData } from '../../test/contract-data.ts'
import { errorStructureName, errorTypes, isErrorType } from './error-types.ts'
import type { ErrorType } from './error-types.ts'

const types = Object.keys(errorTypes).filter((type) => isErrorType(type))

describe('error types', () => {
  it('are those of the data', () => {
    expect(types).toEqual(contractData.enums['com.vmware.vapi.std.errors.error.type'])
  })

  it.each(types)('%s is a structure of the data', (type) => {
    expect(contractData.structures).toHaveProperty([errorStructureName(type)])
  })

  it('travel under 400 but for a few', () => {
    const others = types
      .filter((type) => errorTypes[type].status !== 400)
      .map((type): [ErrorType, number] => [type, errorTypes[type].status])
    expect(Object.fromEntries(others)).toEqual({
      UNAUTHENTICATED: 401,
      UNAUTHORIZED: 403,
      NOT_FOUND: 404,
      OPERATION_NOT_FOUND: 404,
      INTERNAL_SERVER_ERROR: 500,
      SERVICE_UNAVAILABLE: 503,
      TIMED_OUT: 504,
    })
  })

  it('can be told from other names', () => {
    expect(isErrorType('NOT_FOUND')).toBe(true)
    expect(isErrorType('not_found')).toBe(false)
    expect(isErrorType('constructor')).toBe(false)
  })
})
