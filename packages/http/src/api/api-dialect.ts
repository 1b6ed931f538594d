import { errorTypes } from '@accession/core/errors'
import { jsonAnswer } from '../answer/answer.ts'
import { writeErrorBody } from '../codec/write-error.ts'
import { writeValue } from '../codec/write-value.ts'
import type { Dialect } from '../dialect.ts'

const spelling = { maps: 'object', errors: 'flat' } as const

/** The spelling below `/api`: values bare, errors flat, 201 for what was made, 204 for nothing. */
export const apiDialect: Dialect = {
  name: 'api',
  spelling,
  addresses: ({ api: { method, path, action, body, query, headers } }) => [
    {
      method,
      path,
      action,
      actionParameter: 'action',
      query: query ?? [],
      queryStructures: 'bare',
      body,
      headers: headers ?? {},
      headersInBody: false,
    },
  ],
  statusOf({ id, result }) {
    if (result.kind === 'void') return 204
    return id === 'create' ? 201 : 200
  },
  writeResult: (operation, result) =>
    jsonAnswer(apiDialect.statusOf(operation), writeValue(operation.result, result, spelling)),
  writeError: (error) => jsonAnswer(errorTypes[error.type].status, writeErrorBody(error, spelling)),
}
