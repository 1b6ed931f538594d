import type { Caller } from '../access/caller.ts'
import { roomIn } from '../blob-places/named-blobs.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input } from '../contract/contract.ts'
import type {
  UpdateSessionFileAddSpec,
  UpdateSessionFileInfo,
} from '../contract/update-session-file-info.ts'
import { membersOf } from '../archives/members-of.ts'
import { accessionError } from '../errors/accession-error.ts'
import { itemTypeOf, roleOf } from '../item-types/item-type-of.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { limits } from '../limits.ts'
import { adjust, insert, write } from '../ports/changes.ts'
import type { Library, SourceEndpoint, UpdateSessionFile } from '../ports/entities.ts'
import type { FileRole } from '../ports/item-type.ts'
import { awaitedBlob } from '../presigned/awaited-file.ts'
import { newPull } from '../pulls/new-pull.ts'
import { takeSourceEndpoint } from '../pulls/source-endpoint.ts'
import type { World } from '../world.ts'
import { declaredChecksum } from './declared-checksum.ts'
import { dropSessionFiles } from './drop-session-files.ts'
import { checkFileName } from './file-name.ts'
import { loadActiveSession } from './load-active-session.ts'
import { findFilesEnding } from './find-files-ending.ts'
import { checkChangeable, findSessionFile } from './load-update-session.ts'
import type { UpdateSessionInItem } from './load-update-session.ts'
import { newSessionFile } from './new-session-file.ts'
import { sessionFileInfo } from './session-file-info.ts'
import { stopTransfers } from './stop-transfers.ts'
import { refuseCompleting, whileActive } from './update-session.ts'

/**
 * Adds a file to an ACTIVE session, or new content for one that the session or the item has. What
 * the session had received under that name is freed, and its upload URL is no longer valid.
 */
export const addSessionFile = async (
  world: World,
  caller: Caller,
  { update_session_id, file_spec }: Input<'updateSessionFile.add'>,
): Promise<UpdateSessionFileInfo> => {
  const declared = checkSpec(file_spec)
  const { file, replaced, above } = await change(world, async () => {
    const found = await loadActiveSession(world, caller, update_session_id, 'add')
    refuseInMaintenance(found.library, contract.updateSessionFile.add)
    const { updateSession: session } = found
    refuseCompleting(session, 'add')
    const now = world.clock.now()
    const { isArchive } = await checkRole(world, found, declared)
    await checkRoom(world, found.library, declared)
    const old = await findSessionFile(world, session.id, file_spec.name)
    const dropped = old ? [old, ...(await membersOf(world, old))] : []
    const fileCount = session.fileCount + 1 - dropped.length
    if (fileCount > limits.filesPerSessionMax) throw tooManyFiles()
    const sourceEndpoint = sourceOf(world, caller, file_spec, found.library)
    const given = { ...declared, sourceEndpoint, change: 'ADD', sessionId: session.id } as const
    const added = newSessionFile(world, given)
    const blob = isArchive ? undefined : awaitedBlob(world, added, found.library)
    const row = blob ? { ...added, blobId: blob.id } : added
    // A session does not expire while something is pulled into it: the last pull's end sees to that.
    const keptMs = sourceEndpoint ? limits.pullKeptMs : world.settings.sessionTimeoutMs
    const expiresAt = now + keptMs
    return {
      result: { file: row, replaced: old, above: found },
      changes: [
        write('updateSession', session, { fileCount }, whileActive(now)),
        adjust('updateSession', session.id, { raise: { expiresAt } }),
        ...checkChangeable(found, blob && found.library),
        ...dropSessionFiles(dropped, now),
        insert('updateSessionFile', row),
        ...(blob ? [insert('blob', blob)] : []),
        ...(sourceEndpoint ? [insert('task', newPull(world, caller, found, row))] : []),
      ],
    }
  })
  if (replaced) {
    stopTransfers(world, update_session_id, replaced)
    world.sweepSoon()
  }
  if (file.sourceType === 'PULL') world.runTasksSoon()
  return sessionFileInfo(world, caller, above, { by: 'session', file })
}

/** Where the file is to be pulled from; null where its bytes do not come by a pull. */
const sourceOf = (
  world: World,
  caller: Caller,
  { name, source_type: sourceType, source_endpoint: endpoint }: UpdateSessionFileAddSpec,
  library: Library,
): SourceEndpoint | null =>
  sourceType === 'PULL' && endpoint
    ? takeSourceEndpoint(world, caller, name, endpoint, library)
    : null

const tooManyFiles = (): Error =>
  accessionError('accession.update_session.files_too_many', [limits.filesPerSessionMax])

const checkSpec = (
  spec: UpdateSessionFileAddSpec,
): Pick<UpdateSessionFile, 'name' | 'sourceType' | 'declaredSize' | 'declaredChecksum'> => {
  const { name, source_type: sourceType, size } = spec
  checkFileName(name)
  if (size !== undefined && size < 0) throw accessionError('accession.argument.negative', ['size'])
  if (size !== undefined && size > limits.fileBytesMax)
    throw accessionError('accession.transfer.too_large', [name, limits.fileBytesMax])
  return {
    name,
    sourceType,
    declaredSize: size ?? null,
    declaredChecksum: declaredChecksum(spec.checksum_info),
  }
}

/** What the file is to the type of its item; meets what that would refuse whatever the bytes are: their size, their order. */
const checkRole = async (
  world: World,
  found: UpdateSessionInItem,
  { name, declaredSize }: Pick<UpdateSessionFile, 'name' | 'declaredSize'>,
): Promise<FileRole> => {
  const role = roleOf(itemTypeOf(world, found), name)
  const { bytesMax, precedes } = role
  if (bytesMax !== undefined && declaredSize !== null && declaredSize > bytesMax)
    throw accessionError('accession.transfer.too_large', [name, bytesMax])
  if (!precedes || found.updateSession.fileCount === 0) return role
  const [first] = await findFilesEnding(world, {
    sessionId: found.updateSession.id,
    endings: precedes,
    only: { change: 'ADD' },
    limit: 1,
  })
  if (first) throw accessionError('accession.update_session.file_too_late', [name, first.name])
  return role
}

/** Meets a full disk before the upload does; a reserve is kept for what is being received. */
const checkRoom = async (
  world: World,
  { place }: Pick<Library, 'place'>,
  { name, declaredSize: size }: Pick<UpdateSessionFile, 'name' | 'declaredSize'>,
): Promise<void> => {
  if (size === null) return
  if (size + limits.spaceReserveBytes > (await roomIn(world, place)))
    throw accessionError('accession.transfer.out_of_space', [name, size])
}
