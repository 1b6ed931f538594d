import { storedMessage } from '../messages/stored-message.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'

/** Whether a file is still being pulled, or waits for it. */
export const isPending = ({ change, sourceType, status }: UpdateSessionFile): boolean =>
  change === 'ADD' && sourceType === 'PULL' && status !== 'READY' && status !== 'ERROR'

/** A file whose pull does not go on. */
export const withoutPull = (file: UpdateSessionFile): UpdateSessionFile => ({
  ...file,
  status: 'ERROR',
  errorMessage: storedMessage('accession.pull.stopped', [file.name]),
  transferBlobId: null,
})
