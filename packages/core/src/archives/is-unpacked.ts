import type { UpdateSessionFile } from '../ports/entities.ts'

/**
 * Whether a file is an archive whose members have come in its place: it is READY and has no bytes of
 * its own, whatever the type of its item is by now.
 */
export const isUnpacked = ({
  id,
  archiveId,
  status,
  blobId,
}: Pick<UpdateSessionFile, 'id' | 'archiveId' | 'status' | 'blobId'>): boolean =>
  archiveId === id && status === 'READY' && blobId === null
