import { check } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Transfer } from '../transfers/begin-transfer.ts'
import { findWanted } from '../transfers/begin-transfer.ts'
import type { World } from '../world.ts'
import { requireArchiveWanted } from './require-archive-wanted.ts'

/**
 * Relies on the upload of a member's archive being the one that its session waits for; nothing for
 * a plain file.
 */
export const checkArchive = ({ archive }: Pick<Transfer, 'archive'>): Change[] =>
  archive ? [check('updateSessionFile', archive.file.id, { transferBlobId: archive.blobId })] : []

/** Throws where the upload of a member's archive is not wanted any more. */
export const requireArchiveStands = async (world: World, archive: Transfer): Promise<void> => {
  const { file } = await findWanted(world, archive.session.id, archive.file)
  requireArchiveWanted(file, archive.blobId)
}
