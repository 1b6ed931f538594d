import { findGoodToken, tokenUse } from '../access/token.ts'
import { archiveFormatOf } from '../archives/archive-format-of.ts'
import { membersOf } from '../archives/members-of.ts'
import { requirePlace } from '../blob-places/named-blobs.ts'
import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { adjust, check, insert, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Blob, Library, UpdateSession, UpdateSessionFile } from '../ports/entities.ts'
import { dropSessionFiles } from '../update-sessions/drop-session-files.ts'
import { checkChangeable, findUpdateSession } from '../update-sessions/load-update-session.ts'
import type { UpdateSessionInItem } from '../update-sessions/load-update-session.ts'
import { isExpired, whileActive } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'
import { findTransferType } from './transfer-type.ts'
import type { TransferType } from './transfer-type.ts'

/** An upload that has begun: the file it is for, and the blob that its bytes go to. */
export interface Transfer extends TransferType {
  readonly session: UpdateSession
  readonly itemId: string
  readonly libraryId: string
  readonly file: UpdateSessionFile
  readonly blobId: string
  /** The token that opened the session, where it was still good. */
  readonly tokenId: string | null
  /** The upload of the archive that the file is a member of; it ends with that. */
  readonly archive?: Transfer
}

/**
 * The file an upload is for, where its session still wants it; throws `not_wanted` where not, and
 * `library_in_maintenance` while nothing may change.
 */
export const findWanted = async (
  world: World,
  sessionId: string,
  file: Pick<UpdateSessionFile, 'id' | 'name'>,
): Promise<UpdateSessionInItem & { readonly file: UpdateSessionFile }> => {
  const [found, rows] = await Promise.all([
    findUpdateSession(world, sessionId),
    world.store.find('updateSessionFile', { where: { id: file.id }, limit: 1 }),
  ])
  const [row] = rows
  const isWanted =
    found?.updateSession.state === 'ACTIVE' && !isExpired(found.updateSession, world.clock.now())
  if (!found || !row || !isWanted)
    throw accessionError('accession.transfer.not_wanted', [file.name])
  if (found.library.state === 'MAINTENANCE')
    throw accessionError('accession.transfer.library_in_maintenance', [file.name])
  return { ...found, file: row }
}

/** The row of a blob before its first byte. */
export const receivingBlob = (
  id: string,
  sessionFileId: string,
  { place }: Pick<Library, 'place'>,
  now: number,
  leaseMs: number = limits.transferLeaseMs,
): Blob => ({
  id,
  revision: 1,
  state: 'RECEIVING',
  size: null,
  references: 0,
  dueAt: now + leaseMs,
  createdAt: now,
  sessionFileId,
  digest: null,
  writableUntil: null,
  place,
})

/**
 * Gives an upload its blob, before the first byte. An upload of the same file that still runs is
 * superseded: the client's new try counts, not the connection it has lost. What an earlier upload of
 * an archive has left of its members goes with the beginning of the next.
 */
export const beginTransfer = async (
  world: World,
  sessionId: string,
  wanted: Pick<UpdateSessionFile, 'id' | 'name'>,
  leaseMs: number = limits.transferLeaseMs,
): Promise<Transfer> => {
  const blobId = world.ids.uuid()
  const transfer = await change(world, async () => {
    const found = await findWanted(world, sessionId, wanted)
    const { file, updateSession: session } = found
    if (file.status === 'READY')
      throw accessionError('accession.transfer.already_received', [file.name])
    requirePlace(world, found.library.place)
    const now = world.clock.now()
    const [tokenId, type, members] = await Promise.all([
      findGoodToken(world, session.tokenId),
      findTransferType(world, found),
      membersOf(world, file),
    ])
    const isArchive = archiveFormatOf(type.itemType, file.name) !== undefined
    const begun = {
      status: 'TRANSFERRING',
      bytesTransferred: 0,
      errorMessage: null,
      transferBlobId: blobId,
      ...(isArchive && { archiveId: file.id }),
    } as const
    return {
      result: {
        session,
        itemId: found.item.id,
        libraryId: found.library.id,
        file,
        blobId,
        tokenId,
        ...type,
      },
      changes: [
        check('updateSession', session.id, whileActive(now)),
        adjust('updateSession', session.id, {
          raise: { expiresAt: now + world.settings.sessionTimeoutMs },
        }),
        ...(tokenId === null ? [] : [tokenUse(world, tokenId)]),
        ...checkChangeable(found, found.library),
        write('updateSessionFile', file, begun),
        ...(isArchive || members.length > 0 ? withoutMembers(session, members, now) : []),
        insert('blob', receivingBlob(blobId, file.id, found.library, now, leaseMs)),
      ],
    }
  })
  const { transferBlobId: supersededId, name } = transfer.file
  if (supersededId) {
    const superseded = accessionError('accession.transfer.superseded', [name])
    world.transfers.stopOne(superseded, sessionId, supersededId)
  }
  return transfer
}

/**
 * Takes away what an earlier upload of an archive has brought. The session is written even where that is
 * nothing, as whoever brings a member writes it too: none arrives unseen.
 */
const withoutMembers = (
  session: UpdateSession,
  members: readonly UpdateSessionFile[],
  now: number,
): Change[] => [
  write('updateSession', session, { fileCount: session.fileCount - members.length }),
  ...dropSessionFiles(members, now),
]
