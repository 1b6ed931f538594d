import { restAddresses } from '@accession/core/contract'
import { errorStructureName, errorTypes } from '@accession/core/errors'
import { jsonAnswer } from '../answer/answer.ts'
import { writeErrorBody } from '../codec/write-error.ts'
import { writeValue } from '../codec/write-value.ts'
import type { Dialect } from '../dialect.ts'

const spelling = { maps: 'entries', errors: 'named' } as const

/**
 * The spelling below `/rest`: results in `value`, maps as lists of entries. An error holds the
 * body that its old clients read (`type`, `value`) and the flat one of the later reference.
 */
export const restDialect: Dialect = {
  name: 'rest',
  spelling,
  addresses: (operation) =>
    restAddresses(operation).map(({ method, path, action, actionParameter, query }) => ({
      method,
      path,
      action,
      actionParameter,
      query: query ?? [],
      queryStructures: 'prefixed',
      headers: operation.api.headers ?? {},
      headersInBody: true,
    })),
  statusOf: () => 200,
  writeResult(operation, result) {
    const value = writeValue(operation.result, result, spelling)
    return jsonAnswer(200, value === undefined ? undefined : { value })
  },
  writeError(error) {
    const body = writeErrorBody(error, spelling)
    const type = errorStructureName(error.type)
    return jsonAnswer(errorTypes[error.type].status, { type, value: body, ...body })
  },
}
