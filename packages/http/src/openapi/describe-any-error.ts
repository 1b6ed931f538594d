import { errorStructureName, errorTypes } from '@accession/core/errors'
import type { ErrorType } from '@accession/core/errors'
import type { Spelling } from '../codec/spelling.ts'
import { closedObject } from './closed-object.ts'
import type { Schema } from './open-api.ts'

/** The schema of an error that is a value, such as what a task ended with: flat, or under its name. */
export const describeAnyError = (messages: Schema, maps: Spelling['maps']): Schema => {
  const all = Object.keys(errorTypes) as readonly ErrorType[]
  const flat = closedObject(
    { error_type: { type: 'string', enum: all }, messages, data: { type: 'object' } },
    ['error_type', 'messages'],
  )
  if (maps === 'object') return flat
  return closedObject({
    type: { type: 'string', enum: all.map(errorStructureName) },
    value: flat,
  })
}
