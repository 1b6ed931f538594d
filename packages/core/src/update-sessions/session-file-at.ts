import type { UpdateSession, UpdateSessionFile } from '../ports/entities.ts'
import { isExpired } from './update-session.ts'

/** What a file is once its session has ended without effect on the item. */
export const withoutBytes = ({ status }: UpdateSessionFile) =>
  ({
    status: status === 'ERROR' ? 'ERROR' : 'WAITING_FOR_TRANSFER',
    bytesTransferred: 0,
    size: null,
    blobId: null,
    transferBlobId: null,
    inspection: null,
    manifestChecksum: null,
  }) as const

/** The file as it counts now: that of a session which has run out has lost its bytes, swept or not. */
export const sessionFileAt = (
  session: UpdateSession,
  file: UpdateSessionFile,
  now: number,
): UpdateSessionFile => (isExpired(session, now) ? { ...file, ...withoutBytes(file) } : file)
