import { requirePlace, roomIn } from '../../blob-places/named-blobs.ts'
import { accessionError, isAccessionError } from '../../errors/accession-error.ts'
import { limits } from '../../limits.ts'
import { write } from '../../ports/changes.ts'
import { countedBytes } from '../../segments/counted-bytes.ts'
import { isWhole, keptBytes } from '../../segments/kept.ts'
import { keepSegments } from '../../segments/keep-segments.ts'
import { bytesOf, isLostSegment } from '../../segments/stored-segments.ts'
import { beginAnew, isStraight, takeUp } from '../../segments/take-up.ts'
import type { TaskRun } from '../../tasks/task-kind.ts'
import { takePlace } from '../../traffic/traffic.ts'
import type { Place } from '../../traffic/traffic.ts'
import { storedDigest } from '../../transfers/stored-digest.ts'
import { beginTaskBlob, discardTaskBlob, whileReceiving } from '../../transfers/task-blob.ts'
import type { World } from '../../world.ts'
import { isOfPublisher, unreadable } from '../publisher/fetch-errors.ts'
import { openFile } from '../publisher/open-file.ts'
import type { FileDocument } from '../vcsp/read-file.ts'
import { endFetching, fetchingRecord } from './fetching-files.ts'
import type { FetchingRecord } from './fetching-files.ts'
import { keeping } from './fetched-files.ts'
import type { FetchTarget } from './fetched-files.ts'

/** A file of a publisher that is fetched by a run. */
interface Fetching {
  readonly run: TaskRun
  readonly target: FetchTarget
  readonly file: FileDocument
  readonly record: FetchingRecord
}

/**
 * Fetches a file of a publisher, and keeps it. What can be taken up in the middle is kept in segments,
 * which outlive a broken connection and the node itself, as far as it comes before others have their
 * turn; once all are there, the next call puts them together. What cannot, or is small, is written as
 * it comes.
 */
export const fetchAndKeep = async (
  world: World,
  run: TaskRun,
  target: FetchTarget,
  file: FileDocument,
): Promise<void> => {
  const { library, sourceId } = target
  const { name, size } = file
  const record = fetchingRecord(world, run, sourceId, file)
  const fetching = { run, target, file, record }
  requirePlace(world, library.place)
  if (size + limits.spaceReserveBytes > (await roomIn(world, library.place)))
    throw accessionError('accession.transfer.out_of_space', [name, size])
  if (isWhole(record.kept)) return assemble(world, fetching)
  const place = await takePlace(world, name, run.signal)
  const running = world.metrics.level('accession_transfers_running', { direction: 'sync' })
  running.add(1)
  try {
    await fetchPart(world, fetching, place).catch(async (error: unknown) => {
      if (!isChanged(error)) throw error
      await beginAnew(world, record)
      await fetchPart(world, fetching, place)
    })
  } finally {
    running.add(-1)
    place.leave()
  }
}

/** Whether an error is that a publisher has another file at an address than when it was begun. */
const isChanged = (error: unknown): boolean =>
  isAccessionError(error) && error.id === 'accession.subscription.file_changed'

const fetchPart = async (world: World, fetching: Fetching, place: Place): Promise<void> => {
  const { run, target, file, record } = fetching
  const { library, source } = target
  const { kept } = record
  const stop = new AbortController()
  const opened = await openFile(world, source, file, {
    from: keptBytes(kept),
    validator: kept.validator,
    signal: AbortSignal.any([run.signal, stop.signal]),
  })
  const fetched = world.metrics.counter('accession_transfer_bytes_total', { direction: 'sync' })
  const chunks = countedBytes(opened.bytes, fetched)
  try {
    const { name, size: total } = file
    if (isStraight({ ...opened, total }, kept))
      return await storeWhole(world, fetching, paced(chunks, place), stop)
    await takeUp(world, record, { ...opened, total })
    const { endsBy, signal } = run
    const blobPlace = library.place
    try {
      await keepSegments(world, record, { chunks, name, blobPlace, place, endsBy, signal })
      const { fault } = opened
      // Its turn is over before it got on again: others are not to wait for it each time.
      if (fault !== undefined && !isWhole(record.kept)) throw unreadable(fault, true)
    } catch (error) {
      const got = keptBytes(record.kept) - keptBytes(kept)
      const isTry = isOfPublisher(error) && error.retryable && !signal.aborted
      if (isTry) await record.countTry(got >= limits.fetchResumedBytesMin)
      throw error
    }
  } finally {
    await chunks.return()
  }
}

async function* paced(chunks: AsyncIterable<Uint8Array>, place: Place): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    const passing = place.pass(chunk.byteLength)
    if (passing) await passing
    yield chunk
  }
}

/** Puts the segments together: nothing is fetched any more. One that is gone has all fetched anew. */
const assemble = async (world: World, fetching: Fetching): Promise<void> => {
  const { record } = fetching
  try {
    await storeWhole(world, fetching, bytesOf(world, record.kept.segments), new AbortController())
  } catch (error) {
    if (!isLostSegment(error)) throw error
    await beginAnew(world, record)
  }
}

/** Stores all bytes of a file; from then on they wait for the others of its item. */
const storeWhole = async (
  world: World,
  { run, target, file }: Fetching,
  bytes: AsyncIterable<Uint8Array>,
  stop: AbortController,
): Promise<void> => {
  const { library, sourceId } = target
  const { name, size } = file
  const running = world.hashing.digest('CRC32')
  async function* digested(): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      const digesting = running.update(chunk)
      if (digesting) await digesting
      yield chunk
    }
  }
  const blobId = await beginTaskBlob(world, library.place)
  let isKept = false
  try {
    await whileReceiving(world, blobId, run.signal, async (signal) => {
      signal.addEventListener('abort', () => stop.abort(signal.reason))
      await world.blobs.write(blobId, digested(), { expectedSize: size, signal, disposable: true })
    })
    const digest = storedDigest({ algorithm: 'CRC32', value: await running.hex() })
    await run.advance(async () => {
      const dueAt = world.clock.now()
      const stored = { state: 'STORED', size, digest, references: 1, dueAt } as const
      const [kept, ended, blob] = await Promise.all([
        keeping(world, target, file, blobId),
        endFetching(world, run.task, (one) => one.sourceId === sourceId && one.name === name),
        receivingBlob(world, blobId),
      ])
      return {
        changes: [...kept, ...ended.changes, write('blob', blob, stored)],
        checkpoint: { ...(run.task.checkpoint as object), fetching: ended.fetching },
        message: run.task.progressMessage,
      }
    })
    isKept = true
  } finally {
    if (!isKept) await discardTaskBlob(world, blobId)
  }
}

const receivingBlob = async ({ store }: World, id: string) => {
  const where = { id, state: 'RECEIVING' } as const
  const [blob] = await store.find('blob', { where, limit: 1 })
  if (!blob) throw accessionError('accession.service.too_many_conflicts', [])
  return blob
}
