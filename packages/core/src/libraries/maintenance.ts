import type { AnyOperation } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { Library } from '../ports/entities.ts'

/** What a library's row holds while something in it may change, and bytes may move. */
export const whileInUse = { deletedAt: null, state: 'ACTIVE' } as const

/**
 * Refuses to change anything in a library that is in maintenance: with NOT_ALLOWED_IN_CURRENT_STATE
 * where the operation declares it, else INVALID_ARGUMENT, which every operation may answer.
 */
export const refuseInMaintenance = (
  { id, state }: Library,
  { errors }: Pick<AnyOperation, 'errors'>,
): void => {
  if (state !== 'MAINTENANCE') return
  const isDeclared = errors.includes('NOT_ALLOWED_IN_CURRENT_STATE')
  throw accessionError(
    isDeclared ? 'accession.library.in_maintenance' : 'accession.library.in_maintenance_argument',
    [id],
  )
}
