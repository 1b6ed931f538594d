import type { Identity } from '../access/caller.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { AccessionError } from '../errors/accession-error.ts'
import { contract } from '../contract/contract.ts'
import { referBlob } from '../items/copy-library-item.ts'
import { write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { DownloadSessionFile, ItemFile } from '../ports/entities.ts'
import { beginItemSync, findLiveItemSync } from '../subscriptions/synchronizing/begin-item-sync.ts'
import type { World } from '../world.ts'
import type { DownloadSessionOfItem } from './load-download-session.ts'

/** What becomes of a file of a session whose bytes were not here when the session was created. */
export interface OnDemand {
  readonly file: DownloadSessionFile
  readonly changes: readonly Change[]
  /** Why its bytes will not come, where that is so. */
  readonly fault?: AccessionError
}

const wantsContent = { wantsContent: true } as const

/**
 * Looks whether the bytes of a file have come that are fetched on demand: then the session holds
 * them from now on. Undefined while they are on their way.
 */
export const lookForBytes = async (
  world: World,
  { item }: Pick<DownloadSessionOfItem, 'item'>,
  file: DownloadSessionFile,
): Promise<OnDemand | undefined> => {
  const current = await findSame(world, item.id, file)
  if (current?.blobId) {
    const { blobId } = current
    const set = { blobId, status: 'PREPARED' } as const
    const changes = [write('downloadSessionFile', file, set), referBlob(blobId)]
    return { file: { ...file, ...set }, changes }
  }
  if (current) return undefined
  const fault = accessionError('accession.download_session.file_replaced', [file.name])
  return { file, changes: [], fault }
}

/** The file of the item, as long as it is the one that the session shows. */
const findSame = async (
  { store }: World,
  itemId: string,
  { name, version }: DownloadSessionFile,
): Promise<ItemFile | undefined> => {
  const where = { itemId, name, until: null }
  const [file] = await store.find('itemFile', { where, limit: 1 })
  return file?.version === version ? file : undefined
}

/** Begins to fetch the bytes of a file, with those of its item, unless they have come. */
export const prepareOnDemand = async (
  world: World,
  caller: Pick<Identity, 'user'>,
  { item }: Pick<DownloadSessionOfItem, 'item'>,
  file: DownloadSessionFile,
): Promise<OnDemand> => {
  const found = await lookForBytes(world, { item }, file)
  if (found?.fault) throw found.fault
  if (found) return found
  const live = await findLiveItemSync(world, item.id, wantsContent)
  const operation = contract.downloadSessionFile.prepare
  const status = 'PREPARING' as const
  return {
    file: { ...file, status },
    changes: [
      ...(file.status === status ? [] : [write('downloadSessionFile', file, { status })]),
      ...(live ? [] : [beginItemSync(world, caller, item, wantsContent, operation)]),
    ],
  }
}

/** How far a file is whose bytes are being fetched; the fault where that has ended without them. */
export const followOnDemand = async (
  world: World,
  { item }: Pick<DownloadSessionOfItem, 'item'>,
  file: DownloadSessionFile,
): Promise<OnDemand> => {
  const live = await findLiveItemSync(world, item.id, wantsContent)
  const found = await lookForBytes(world, { item }, file)
  if (found) return found
  if (live) return { file, changes: [] }
  const fault = accessionError('accession.download_session.file_not_fetched', [file.name, item.id])
  return { file, changes: [], fault }
}
