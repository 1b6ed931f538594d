import { downloadStateAt } from '../downloads/download-session.ts'
import { findDownloadSession } from '../downloads/load-download-session.ts'
import type { DownloadSessionOfItem } from '../downloads/load-download-session.ts'
import { accessionError } from '../errors/accession-error.ts'
import { refuseStanding } from './refuse-standing.ts'
import type { ByteRange } from '../ports/blob-store.ts'
import type { DownloadSessionFile } from '../ports/entities.ts'
import type { World } from '../world.ts'
import type { Capability } from './capability.ts'
import { readStoredFile } from './read-stored-file.ts'
import { tellOfDownload } from './tell-of-download.ts'

/** A file of a download session that lives. */
export interface SessionDownload extends DownloadSessionOfItem {
  readonly file: DownloadSessionFile
}

/**
 * The file that a capability of a download session names; undefined where there is none, no
 * longer, or where it was not prepared. Throws while its library is in maintenance.
 */
export const findSessionDownload = async (
  world: World,
  { kind, ownerId, fileId }: Capability,
): Promise<SessionDownload | undefined> => {
  if (kind !== 'download') return undefined
  const found = await findDownloadSession(world, ownerId)
  if (!found || downloadStateAt(found.downloadSession, world.clock.now()) !== 'ACTIVE')
    return undefined
  const query = { where: { id: fileId }, limit: 1 }
  const [file] = await world.store.find('downloadSessionFile', query)
  if (!file || file.sessionId !== ownerId) return undefined
  if (file.blobId === null || file.status !== 'PREPARED') return undefined
  refuseStanding(found.library, file.name)
  return { ...found, file }
}

/** The bytes of a file, or a range of them, while its session lives: told of as they pass. */
export const readSessionFile = async (
  world: World,
  { downloadSession, file }: SessionDownload,
  range?: ByteRange,
): Promise<ReadableStream<Uint8Array>> => {
  const { name, size, blobId } = file
  if (blobId === null) throw accessionError('accession.transfer.capability_invalid', [])
  const bytes = await readStoredFile(world, { name, blobId, size }, range)
  return bytes.pipeThrough(tellOfDownload(world, downloadSession, file))
}
