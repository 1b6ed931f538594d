import { accessionError } from '../errors/accession-error.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'

/**
 * Throws `superseded` unless the archive waits for the upload that writes, or stands for, this
 * blob.
 */
export const requireArchiveWanted = (
  { name, transferBlobId }: Pick<UpdateSessionFile, 'name' | 'transferBlobId'>,
  blobId: string,
): void => {
  if (transferBlobId !== blobId) throw accessionError('accession.transfer.superseded', [name])
}
