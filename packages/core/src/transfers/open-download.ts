import { downloadSessionUse } from '../downloads/keep-download-session-alive.ts'
import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { loadItem } from '../items/load-item.ts'
import type { DownloadSession } from '../ports/entities.ts'
import { downloadAddress } from '../presigned/download-address.ts'
import { followConfiguration } from '../traffic/traffic.ts'
import type { World } from '../world.ts'
import { checkCapability } from './capability.ts'
import type { Capability } from './capability.ts'
import type { Download, Readable } from './download.ts'
import { readStoredFile } from './read-stored-file.ts'
import { refuseStanding } from './refuse-standing.ts'
import { servedDownload } from './served-download.ts'
import { findSessionDownload, readSessionFile } from './session-download.ts'

/**
 * What a capability is the right to read; throws `not_found` where it is none, or no longer, and
 * `not_allowed_in_current_state` while its library is in maintenance.
 */
export const openDownload = async (world: World, capability: Capability): Promise<Download> => {
  await Promise.all([checkCapability(world, capability), followConfiguration(world)])
  const found =
    capability.kind === 'download'
      ? await openSessionFile(world, capability)
      : await openItemFile(world, capability)
  if (!found) throw accessionError('accession.transfer.capability_invalid', [])
  return servedDownload(world, found)
}

const openSessionFile = async (
  world: World,
  capability: Capability,
): Promise<Readable | undefined> => {
  const found = await findSessionDownload(world, capability)
  if (!found) return undefined
  const { file, downloadSession } = found
  return {
    name: file.name,
    size: file.size,
    etag: `"${file.id}"`,
    read: (range) => readSessionFile(world, found, range),
    async elsewhere(headers) {
      const address = file.blobId && (await downloadAddress(world, file.blobId, headers))
      if (!address) return undefined
      await useSession(world, downloadSession)
      return address
    },
  }
}

const openItemFile = async (
  world: World,
  { kind, ownerId, fileId }: Capability,
): Promise<Readable | undefined> => {
  if (kind !== 'file') return undefined
  const found = await findItemFile(world, ownerId, fileId)
  if (!found || found.file.blobId === null) return undefined
  const { library } = found
  const { id, name, size, blobId } = found.file
  refuseStanding(library, name)
  return {
    name,
    size,
    etag: `"${id}"`,
    read: (range) => readStoredFile(world, { name, blobId, size }, range),
    elsewhere: async (headers) => downloadAddress(world, blobId, headers),
    mayGoOn: () => lookAgain(world, library.id, name),
  }
}

/** A catalog that does not answer for now holds no download up: it is asked the next time. */
const lookAgain = async ({ store, log }: World, id: string, name: string): Promise<void> => {
  const query = { where: { id, state: 'MAINTENANCE' }, limit: 1 } as const
  const standing = await store.find('library', query).catch((error: unknown) => {
    log.error('download.not_asked', error, { library: id })
    return []
  })
  for (const library of standing) refuseStanding(library, name)
}

/** A download that goes past us still keeps its session alive; told once per quarter of its time. */
const useSession = async (world: World, { id, expiresAt }: DownloadSession): Promise<void> => {
  const { sessionTimeoutMs } = world.settings
  if (expiresAt > world.clock.now() + (sessionTimeoutMs * 3) / 4) return
  await world.store.commit([downloadSessionUse(world, id)])
}

/** The file while its item has it. */
const findItemFile = async (world: World, itemId: string, fileId: string) => {
  const found = await loadItem(world, itemId).catch((error: unknown) => {
    if (isAccessionError(error, 'NOT_FOUND')) return undefined
    throw error
  })
  const where = { id: fileId, itemId, until: null }
  const [file] = found ? await world.store.find('itemFile', { where, limit: 1 }) : []
  return found && file && { library: found.library, file }
}
