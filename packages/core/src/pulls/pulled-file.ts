import { findGoodToken } from '../access/token.ts'
import { abandonArchive } from '../archives/abandon-archive.ts'
import { archiveFormatOf } from '../archives/archive-format-of.ts'
import type { SourceEndpoint, Task, UpdateSessionFile } from '../ports/entities.ts'
import { abandonTransfer } from '../transfers/abandon-transfer.ts'
import { beginTransfer } from '../transfers/begin-transfer.ts'
import type { Transfer } from '../transfers/begin-transfer.ts'
import { findTransferType } from '../transfers/transfer-type.ts'
import { findUpdateSession } from '../update-sessions/load-update-session.ts'
import type { UpdateSessionInItem } from '../update-sessions/load-update-session.ts'
import { isExpired } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'
import { checkpointOf } from './pull-checkpoint.ts'

/** A file that is to be pulled, in its session. */
export interface PulledFile extends UpdateSessionInItem {
  readonly file: UpdateSessionFile & { readonly sourceEndpoint: SourceEndpoint }
}

/** The file of a pull; undefined where its session has ended, or the file was removed or added again. */
export const findPulledFile = async (world: World, task: Task): Promise<PulledFile | undefined> => {
  const { sessionId, fileId } = checkpointOf(task)
  const [found, [file]] = await Promise.all([
    findUpdateSession(world, sessionId),
    world.store.find('updateSessionFile', { where: { id: fileId }, limit: 1 }),
  ])
  const session = found?.updateSession
  if (session?.state !== 'ACTIVE' || isExpired(session, world.clock.now())) return undefined
  const sourceEndpoint = file?.sourceEndpoint
  return found && file && sourceEndpoint
    ? { ...found, file: { ...file, sourceEndpoint } }
    : undefined
}

/**
 * The transfer that brings the file: the one that goes on, or a new one where there is none, or where
 * the file was being written when its node died.
 */
export const takeTransfer = async (
  world: World,
  found: PulledFile,
  isBroken: boolean,
): Promise<Transfer> => {
  const { updateSession: session, item, library, file } = found
  const { transferBlobId: blobId } = file
  if (blobId !== null) {
    const query = { where: { id: blobId, state: 'RECEIVING' }, limit: 1 } as const
    const [[blob], tokenId, type] = await Promise.all([
      world.store.find('blob', query),
      findGoodToken(world, session.tokenId),
      findTransferType(world, found),
    ])
    const place = { itemId: item.id, libraryId: library.id }
    const transfer = { session, ...place, file, blobId, tokenId, ...type }
    if (blob && !isBroken) return transfer
    const isArchive = archiveFormatOf(type.itemType, file.name) !== undefined
    await (isArchive ? abandonArchive : abandonTransfer)(world, transfer, undefined)
  }
  return beginTransfer(world, session.id, file)
}
