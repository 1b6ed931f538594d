import { accessionError } from '../errors/accession-error.ts'
import type { World } from '../world.ts'

/** Tells the uploads of a session, or of one of its files, that they are no longer wanted. */
export const stopTransfers = (
  { transfers }: World,
  sessionId: string,
  file?: { readonly id: string; readonly name: string },
): void => {
  // Making the reason costs more than all the rest where nothing runs.
  if (transfers.count === 0) return
  const name = file?.name ?? `of update session ${sessionId}`
  transfers.stop(accessionError('accession.transfer.not_wanted', [name]), sessionId, file?.id)
}
