import type { ErrorType } from '@accession/core/errors'
import type { DescribedOperation, Parameter, Schema } from './open-api.ts'

/** What every transfer may be answered, whatever it is. */
export const errorsOfTransfers: readonly ErrorType[] = [
  'INVALID_ARGUMENT',
  'NOT_ALLOWED_IN_CURRENT_STATE',
  'NOT_FOUND',
  'INTERNAL_SERVER_ERROR',
  'SERVICE_UNAVAILABLE',
]

/** The bytes of a file, or of a part of one. */
export const fileBytes = { 'application/octet-stream': { schema: {} } } as const

/** How an operation begins that moves bytes: its address is the only right that it needs. */
export const transferOperation = (
  name: string,
  summary: string,
): Pick<DescribedOperation, 'operationId' | 'tags' | 'summary' | 'security'> => ({
  operationId: `transfers.${name}`,
  tags: ['transfers'],
  summary,
  security: [],
})

/** A parameter that is filled in to the key of a path. */
export const keyParameter = (name: string, schema: Schema = { type: 'string' }): Parameter => ({
  name,
  in: 'path',
  required: true,
  schema,
})

/** The parameters of a transfer's address, the session or item first that its file is of. */
export const addressParameters = (owner: 'session' | 'owner'): readonly Parameter[] =>
  [owner, 'file', 'mac', 'name'].map((name) => keyParameter(name))
