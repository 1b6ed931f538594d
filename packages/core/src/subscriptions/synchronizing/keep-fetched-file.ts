import { requirePlace, roomIn } from '../../blob-places/named-blobs.ts'
import { accessionError } from '../../errors/accession-error.ts'
import { referBlob } from '../../items/copy-library-item.ts'
import { whileInUse } from '../../libraries/maintenance.ts'
import { limits } from '../../limits.ts'
import { check, insert, remove, write } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { FetchedFile, Library, LibrarySource } from '../../ports/entities.ts'
import type { TaskRun } from '../../tasks/task-kind.ts'
import { takePlace } from '../../traffic/traffic.ts'
import type { Place } from '../../traffic/traffic.ts'
import { beginTaskBlob, discardTaskBlob, whileReceiving } from '../../transfers/task-blob.ts'
import { releaseBlob } from '../../update-sessions/end-update-session.ts'
import type { World } from '../../world.ts'
import { fetchFile } from '../publisher/fetch-file.ts'
import { blobOf } from '../publisher/local-publisher.ts'
import type { FileDocument } from '../vcsp/read-file.ts'
import { requireSyncable } from './require-syncable.ts'

/** For which item of which library a file is fetched. */
export interface FetchTarget {
  readonly library: Pick<Library, 'id' | 'place'>
  readonly source: LibrarySource
  /** The publisher's id of the item. */
  readonly sourceId: string
}

/**
 * Fetches a file of a publisher and keeps it, until all of its item are there: neither a fault of
 * another file nor a node that dies has it fetched again. Bytes of a library here are shared.
 */
export const keepFetchedFile = (
  world: World,
  run: TaskRun,
  target: FetchTarget,
  file: FileDocument,
): Promise<void> =>
  target.source.publisherId === null
    ? fetchAndKeep(world, run, target, file)
    : shareAndKeep(world, run, target, file)

const shareAndKeep = (
  world: World,
  run: TaskRun,
  target: FetchTarget,
  file: FileDocument,
): Promise<void> =>
  run.advance(async () => {
    const id = blobOf(file.url)
    const where = { id, state: 'STORED' } as const
    const isThere = (await world.store.ids('blob', { where, limit: 1 })).length > 0
    if (!isThere) throw accessionError('accession.subscription.file_changed', [file.name])
    return {
      changes: [...(await keeping(world, target, file, id)), referBlob(id)],
      message: run.task.progressMessage,
    }
  })

const fetchAndKeep = async (
  world: World,
  run: TaskRun,
  target: FetchTarget,
  file: FileDocument,
): Promise<void> => {
  const { library } = target
  const { name, size } = file
  requirePlace(world, library.place)
  if (size + limits.spaceReserveBytes > (await roomIn(world, library.place)))
    throw accessionError('accession.transfer.out_of_space', [name, size])
  const place = await takePlace(world, name, run.signal)
  const running = world.metrics.level('accession_transfers_running', { direction: 'sync' })
  running.add(1)
  try {
    await receiveAndKeep(world, run, target, file, place)
  } finally {
    running.add(-1)
    place.leave()
  }
}

const receiveAndKeep = async (
  world: World,
  run: TaskRun,
  target: FetchTarget,
  file: FileDocument,
  place: Place,
): Promise<void> => {
  const { library, source } = target
  const { size } = file
  const received = world.metrics.counter('accession_transfer_bytes_total', { direction: 'sync' })
  const blobId = await beginTaskBlob(world, library.place)
  let digest = ''
  let isKept = false
  try {
    await whileReceiving(world, blobId, run.signal, async (signal) => {
      const bytes = fetchFile(world, source, file, {
        place,
        signal,
        onBytes: (count) => received.add(count),
        onDigest: (found) => void (digest = found),
      })
      const options = { expectedSize: size, signal, disposable: true }
      await world.blobs.write(blobId, bytes, options)
    })
    await run.advance(async () => {
      const dueAt = world.clock.now()
      const stored = { state: 'STORED', size, digest, references: 1, dueAt } as const
      return {
        changes: [
          ...(await keeping(world, target, file, blobId)),
          write('blob', await receivingBlob(world, blobId), stored),
        ],
        message: run.task.progressMessage,
      }
    })
    isKept = true
  } finally {
    if (!isKept) await discardTaskBlob(world, blobId)
  }
}

/**
 * The row that holds the bytes, instead of one for other bytes under that name. Relies on the library:
 * below one that is gone by now nobody would ever let them go.
 */
const keeping = async (
  world: World,
  { library, sourceId }: FetchTarget,
  { name, size, url, etag }: FileDocument,
  blobId: string,
): Promise<Change[]> => {
  const [replaced] = await Promise.all([
    replaceKept(world, library.id, sourceId, name),
    requireSyncable(world, library.id),
  ])
  const row = {
    id: world.ids.uuid(),
    revision: 1,
    libraryId: library.id,
    sourceId,
    name,
    source: { url, etag },
    size,
    blobId,
  }
  return [...replaced, insert('fetchedFile', row), check('library', library.id, whileInUse)]
}

/** Lets a file of that name go that was fetched before, when its bytes were others. */
const replaceKept = async (world: World, libraryId: string, sourceId: string, name: string) => {
  const where = { libraryId, sourceId, name }
  const kept = await world.store.find('fetchedFile', { where, limit: 1 })
  return kept.flatMap((file) => letGo(file, world.clock.now()))
}

/** What no item will take over. */
export const letGo = (file: FetchedFile, now: number) => [
  remove('fetchedFile', file),
  releaseBlob(file.blobId, now),
]

const receivingBlob = async ({ store }: World, id: string) => {
  const where = { id, state: 'RECEIVING' } as const
  const [blob] = await store.find('blob', { where, limit: 1 })
  if (!blob) throw accessionError('accession.service.too_many_conflicts', [])
  return blob
}

/** The files that were fetched for an item and wait, by name. */
export const loadFetchedFiles = (
  { store }: Pick<World, 'store'>,
  libraryId: string,
  sourceId: string,
): Promise<FetchedFile[]> =>
  store.find('fetchedFile', {
    where: { libraryId, sourceId },
    limit: limits.filesPerItemMax,
  })
