import { change } from '../commit/change.ts'
import { isAccessionError } from '../errors/accession-error.ts'
import type { AccessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { insert, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import { chunksOf } from '../ports/chunks-of.ts'
import type { Blob } from '../ports/entities.ts'
import type { World } from '../world.ts'
import type { Segment } from './kept.ts'

/** Gives a segment its row before its first byte; should its writer die, it is freed once it is late. */
export const beginSegment = async (world: World, place: string | null): Promise<string> => {
  const id = world.ids.uuid()
  const now = world.clock.now()
  const row: Blob = {
    id,
    revision: 1,
    state: 'RECEIVING',
    size: null,
    references: 0,
    dueAt: now + limits.pullSegmentMs,
    createdAt: now,
    sessionFileId: null,
    digest: null,
    writableUntil: null,
    place,
  }
  await change(world, async () => ({ changes: [insert('blob', row)], result: undefined }))
  return id
}

const receivingRow = async ({ store }: World, id: string): Promise<Blob | undefined> =>
  (await store.find('blob', { where: { id, state: 'RECEIVING' }, limit: 1 }))[0]

/** Keeps a segment that was written, for as long as its file may need it; none where it is freed by now. */
export const keepSegment = async (world: World, id: string): Promise<readonly Change[]> => {
  const row = await receivingRow(world, id)
  return row ? [write('blob', row, { dueAt: world.clock.now() + limits.pullKeptMs })] : []
}

/** Segments of which the rows are read at once. */
const atOnce = 50

/** Lets segments go: the next sweep frees them. */
export const letSegmentsGo = async (
  world: World,
  ids: readonly string[],
): Promise<readonly Change[]> => {
  const dueAt = world.clock.now()
  const changes: Change[] = []
  for (let start = 0; start < ids.length; start += atOnce) {
    const rows = await Promise.all(
      ids.slice(start, start + atOnce).map((id) => receivingRow(world, id)),
    )
    for (const row of rows) if (row) changes.push(write('blob', row, { dueAt }))
  }
  return changes
}

/** The bytes that were kept, one segment after the other. */
export async function* bytesOf(
  { blobs }: Pick<World, 'blobs'>,
  segments: readonly Segment[],
): AsyncGenerator<Uint8Array> {
  for (const { blobId } of segments) yield* chunksOf(await blobs.read(blobId))
}

/** Bytes that were kept may be gone where nobody took their file up for long. */
export const isLostSegment = (error: unknown): error is AccessionError =>
  isAccessionError(error) && error.id === 'accession.blob.not_found'
