import { storedMessage } from '../messages/stored-message.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'

/** Whether a file is still being pulled, or waits for it. */
export const isPending = ({ change, sourceType, status }: UpdateSessionFile): boolean =>
  change === 'ADD' && sourceType === 'PULL' && status !== 'READY' && status !== 'ERROR'

/** Whether a file comes by one of these pulls: it is pulled itself, or is a member of an archive that is. */
export const isToCome = (
  { id, archiveId }: UpdateSessionFile,
  pending: readonly UpdateSessionFile[],
): boolean => pending.some((pull) => pull.id === id || pull.id === archiveId)

/** A file whose pull does not go on. */
export const withoutPull = (file: UpdateSessionFile): UpdateSessionFile => ({
  ...file,
  status: 'ERROR',
  errorMessage: storedMessage('accession.pull.stopped', [file.name]),
  transferBlobId: null,
})
