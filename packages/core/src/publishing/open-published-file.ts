import { accessionError } from '../errors/accession-error.ts'
import { isEntityId } from '../names/entity-id.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import type { ItemFile, Library } from '../ports/entities.ts'
import { followConfiguration } from '../traffic/traffic.ts'
import type { Download } from '../transfers/download.ts'
import { readStoredFile } from '../transfers/read-stored-file.ts'
import { servedDownload } from '../transfers/served-download.ts'
import type { World } from '../world.ts'
import { isPublished } from './publisher.ts'
import { readGeneration } from './vcsp-address.ts'

/** A file as its address names it. */
export interface PublishedFileAddress {
  readonly itemId: string
  readonly generation: string
  readonly name: string
}

/**
 * A file of a published library, also one that its item has given up a while ago: throws `not_found`
 * where it never was or its time is over, `service_unavailable` while the library is in maintenance.
 * Its bytes come from here, never from elsewhere: subscribers may know the certificate of no other
 * server.
 */
export const openPublishedFile = async (
  world: World,
  library: Library,
  address: PublishedFileAddress,
): Promise<Download> => {
  const [file] = await Promise.all([findFile(world, library, address), followConfiguration(world)])
  if (!file || file.blobId === null) {
    throw accessionError('accession.publishing.file_not_found', [library.id])
  }
  if (library.state === 'MAINTENANCE') {
    throw accessionError('accession.publishing.in_maintenance', [library.id])
  }
  const { name, size, version, blobId } = file
  return servedDownload(world, {
    name,
    size,
    etag: `"${version}"`,
    read: (range) => readStoredFile(world, { name, blobId, size }, range),
    elsewhere: async () => undefined,
    mayGoOn: () => lookAgain(world, library.id),
  })
}

const findFile = async (
  { store }: World,
  library: Pick<Library, 'id'>,
  { itemId, generation, name }: PublishedFileAddress,
): Promise<ItemFile | undefined> => {
  const version = readGeneration(generation)
  if (version === undefined || !isEntityId(itemId) || !isPlainText(name)) return undefined
  const where = { itemId, version, name }
  const [found] = await store.findWith('itemFile', ['item'], { where, limit: 1 })
  const isThere = found?.item.libraryId === library.id && found.item.deletedAt === null
  return isThere ? found.itemFile : undefined
}

/** A catalog that does not answer for now holds no download up: it is asked the next time. */
const lookAgain = async ({ store, log }: World, id: string): Promise<void> => {
  const found = await store.find('library', { where: { id }, limit: 1 }).catch((error: unknown) => {
    log.error('download.not_asked', error, { library: id })
    return undefined
  })
  if (!found) return
  const [library] = found
  if (!library || library.deletedAt !== null || !isPublished(library)) {
    throw accessionError('accession.publishing.unpublished_meanwhile', [id])
  }
  if (library.state === 'MAINTENANCE') {
    throw accessionError('accession.publishing.in_maintenance', [id])
  }
}
