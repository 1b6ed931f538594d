import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { roleOf } from '../item-types/item-type-of.ts'
import { limits } from '../limits.ts'
import type { ArchiveMember } from '../ports/archive-format.ts'
import { adjust, check, insert, write } from '../ports/changes.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'
import { findWanted, receivingBlob } from '../transfers/begin-transfer.ts'
import type { Transfer } from '../transfers/begin-transfer.ts'
import { findManifestChecksum } from '../transfers/transfer-type.ts'
import { dropSessionFiles } from '../update-sessions/drop-session-files.ts'
import { checkChangeable, findSessionFile } from '../update-sessions/load-update-session.ts'
import { newSessionFile } from '../update-sessions/new-session-file.ts'
import { whileActive } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'
import { requireArchiveWanted } from './require-archive-wanted.ts'

type Described = Pick<ArchiveMember, 'name' | 'size'>

/**
 * Gives a member of an archive its row and its blob, before its first byte: a transfer of its own,
 * which ends with that of the archive. Throws `superseded` and `not_wanted` where the archive is
 * not wanted any more, and INVALID_ARGUMENT where the session cannot take the member.
 */
export const beginMember = async (
  world: World,
  archive: Transfer,
  { name, size }: Described,
): Promise<Transfer> => {
  const { itemType } = archive
  const { bytesMax } = roleOf(itemType, name)
  if (bytesMax !== undefined && size > bytesMax)
    throw accessionError('accession.transfer.too_large', [name, bytesMax])
  const blobId = world.ids.uuid()
  const sessionId = archive.session.id
  return change(world, async () => {
    const found = await findWanted(world, sessionId, archive.file)
    requireArchiveWanted(found.file, archive.blobId)
    const { updateSession: session, library } = found
    const [there, manifestChecksum] = await Promise.all([
      findSessionFile(world, sessionId, name),
      findManifestChecksum(world, itemType, { name, sessionId }),
    ])
    const given = { sessionId, name, change: 'ADD', sourceType: 'NONE' } as const
    const file: UpdateSessionFile = {
      ...newSessionFile(world, { ...given, declaredSize: size }),
      status: 'TRANSFERRING',
      transferBlobId: blobId,
      archiveId: archive.file.id,
    }
    if (there?.change === 'ADD') throw accessionError('accession.ova.name_taken', [name])
    const fileCount = session.fileCount + (there ? 0 : 1)
    if (fileCount > limits.filesPerSessionMax)
      throw accessionError('accession.update_session.files_too_many', [limits.filesPerSessionMax])
    const now = world.clock.now()
    const { itemId, libraryId, tokenId } = archive
    return {
      result: {
        session,
        itemId,
        libraryId,
        file,
        blobId,
        tokenId,
        itemType,
        manifestChecksum,
        archive,
      },
      changes: [
        write('updateSession', session, { fileCount }, whileActive(now)),
        adjust('updateSession', session.id, {
          raise: { expiresAt: now + world.settings.sessionTimeoutMs },
        }),
        ...checkChangeable(found, library),
        check('updateSessionFile', archive.file.id, { transferBlobId: archive.blobId }),
        ...(there ? dropSessionFiles([there], now) : []),
        insert('updateSessionFile', file),
        insert('blob', receivingBlob(blobId, file.id, library, now)),
      ],
    }
  })
}
