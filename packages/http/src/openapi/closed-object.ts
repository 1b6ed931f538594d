import type { Schema } from './open-api.ts'

/** The schema of an object that has these properties, all of them unless said otherwise, and no others. */
export const closedObject = (
  properties: NonNullable<Schema['properties']>,
  required: readonly string[] = Object.keys(properties),
): Schema => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
})
