import { remove } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'
import { releaseBlob } from './end-update-session.ts'

/**
 * Takes files out of a session that lives on, and frees what it has received of them. What is still
 * on its way loses the row that it would have ended in.
 */
export const dropSessionFiles = (files: readonly UpdateSessionFile[], now: number): Change[] =>
  files.flatMap((file) => [
    remove('updateSessionFile', file),
    ...(file.blobId ? [releaseBlob(file.blobId, now)] : []),
  ])
