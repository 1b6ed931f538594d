import { accessionError } from '../errors/accession-error.ts'
import type { Library } from '../ports/entities.ts'

/** No bytes leave a library in maintenance. */
export const refuseStanding = ({ state }: Pick<Library, 'state'>, name: string): void => {
  if (state !== 'MAINTENANCE') return
  throw accessionError('accession.transfer.library_in_maintenance', [name])
}
