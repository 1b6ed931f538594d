import { findDownloadSession } from '../downloads/load-download-session.ts'
import { downloadStateAt } from '../downloads/download-session.ts'
import { downloadSessionUse } from '../downloads/keep-download-session-alive.ts'
import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { loadItem } from '../items/load-item.ts'
import type { ByteRange } from '../ports/blob-store.ts'
import type { DownloadSession } from '../ports/entities.ts'
import { downloadAddress } from '../presigned/download-address.ts'
import type { World } from '../world.ts'
import { checkCapability } from './capability.ts'
import type { Capability } from './capability.ts'
import { measuredDownload } from './measured-download.ts'
import { readStoredFile } from './read-stored-file.ts'
import { tellOfDownload } from './tell-of-download.ts'

/** A file that can be downloaded now. */
export interface Download {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** A strong entity tag, with its quotes: what stands behind a row never changes. */
  readonly etag: string
  read(range?: ByteRange): Promise<ReadableStream<Uint8Array>>
  /** Where else it can be read, with these headers; undefined where the bytes come from us. */
  elsewhere(headers: Readonly<Record<string, string>>): Promise<string | undefined>
}

/** What a capability is the right to read; throws `not_found` where it is none, or no longer. */
export const openDownload = async (world: World, capability: Capability): Promise<Download> => {
  await checkCapability(world, capability)
  const download =
    capability.kind === 'download'
      ? await openSessionFile(world, capability)
      : await openItemFile(world, capability)
  if (!download) throw accessionError('accession.transfer.capability_invalid', [])
  return { ...download, read: async (range) => measuredDownload(world, await download.read(range)) }
}

const openSessionFile = async (
  world: World,
  { kind, ownerId, fileId }: Capability,
): Promise<Download | undefined> => {
  if (kind !== 'download') return undefined
  const found = await findDownloadSession(world, ownerId)
  if (!found || downloadStateAt(found.downloadSession, world.clock.now()) !== 'ACTIVE') {
    return undefined
  }
  const query = { where: { id: fileId }, limit: 1 }
  const [file] = await world.store.find('downloadSessionFile', query)
  if (!file || file.sessionId !== ownerId) return undefined
  const { name, size, blobId, status } = file
  if (blobId === null || status !== 'PREPARED') return undefined
  return {
    name,
    size,
    etag: `"${file.id}"`,
    async read(range) {
      const bytes = await readStoredFile(world, { name, blobId, size }, range)
      return bytes.pipeThrough(tellOfDownload(world, found.downloadSession, file))
    },
    async elsewhere(headers) {
      const address = await downloadAddress(world, blobId, headers)
      if (address !== undefined) await useSession(world, found.downloadSession)
      return address
    },
  }
}

const openItemFile = async (
  world: World,
  { kind, ownerId, fileId }: Capability,
): Promise<Download | undefined> => {
  if (kind !== 'file') return undefined
  const found = await findItemFile(world, ownerId, fileId)
  if (!found || found.blobId === null) return undefined
  const { name, size, blobId } = found
  return {
    name,
    size,
    etag: `"${found.id}"`,
    read: (range) => readStoredFile(world, { name, blobId, size }, range),
    elsewhere: async (headers) => downloadAddress(world, blobId, headers),
  }
}

/** A download that goes past us still keeps its session alive; told once per quarter of its time. */
const useSession = async (world: World, { id, expiresAt }: DownloadSession): Promise<void> => {
  const { sessionTimeoutMs } = world.settings
  if (expiresAt > world.clock.now() + (sessionTimeoutMs * 3) / 4) return
  await world.store.commit([downloadSessionUse(world, id)])
}

/** The file while its item has it. */
const findItemFile = async (world: World, itemId: string, fileId: string) => {
  try {
    await loadItem(world, itemId)
  } catch (error) {
    if (isAccessionError(error, 'NOT_FOUND')) return undefined
    throw error
  }
  const where = { id: fileId, itemId, until: null }
  const [file] = await world.store.find('itemFile', { where, limit: 1 })
  return file
}
