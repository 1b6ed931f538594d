import { change } from '../commit/change.ts'
import { limits } from '../limits.ts'
import { remove, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Blob } from '../ports/entities.ts'
import type { Where } from '../ports/store.ts'
import type { World } from '../world.ts'

/** Takes a blob that nothing refers to, so that nobody can refer to it any more. */
export const claimBlob = (blob: Blob, dueAt: number, where: Where<'blob'> = {}): Change =>
  write('blob', blob, { state: 'FREEING', dueAt }, { references: 0, ...where })

/** Deletes the bytes of claimed blobs, then their rows. */
export const freeBlobs = async (
  world: World,
  blobs: readonly Pick<Blob, 'id'>[],
): Promise<void> => {
  await world.blobs.delete(blobs.map(({ id }) => id))
  await change(world, async () => {
    const rows = await Promise.all(
      blobs.map(({ id }) => world.store.find('blob', { where: { id }, limit: 1 })),
    )
    const freed = rows.flat().filter(({ state }) => state === 'FREEING')
    return { result: undefined, changes: freed.map((row) => remove('blob', row)) }
  })
}

/**
 * Frees what is due: bytes that nothing refers to, and those of uploads that died. A writer taken
 * for dead may yet go on and store its bytes, so its key is deleted once more, some time later.
 */
export const freeDueBlobs = async (world: World): Promise<number> => {
  const now = world.clock.now()
  const due = await world.store.find('blob', {
    where: { references: 0, dueAt: { atMost: now } },
    orderBy: 'dueAt',
    limit: limits.sweepBatchMax,
  })
  if (due.length === 0) return 0
  const claims = await Promise.all(due.map((blob) => claim(world, blob, now)))
  const ours = due.filter((_, index) => claims[index])
  const unread = ours.filter(({ state }) => state !== 'RECEIVING')
  const abandoned = ours.filter(({ state }) => state === 'RECEIVING')
  if (abandoned.length > 0) await world.blobs.delete(abandoned.map(({ id }) => id))
  if (unread.length > 0) await freeBlobs(world, unread)
  return ours.length
}

/** Whether the blob is ours to free: it was claimed now, or by a sweep that did not finish. */
const claim = async (world: World, blob: Blob, now: number): Promise<boolean> => {
  if (blob.state === 'FREEING') return true
  if (blob.state === 'STORED') return isCommitted(world, [claimBlob(blob, now)])
  const lapsed = { dueAt: { atMost: now } }
  const lease = claimBlob(blob, now + limits.freedAgainMs, lapsed)
  return isCommitted(world, [lease, ...(await waitingAgain(world, blob))])
}

/** The session file whose upload died waits for another one. */
const waitingAgain = async ({ store }: World, blob: Blob): Promise<Change[]> => {
  if (!blob.sessionFileId) return []
  const query = { where: { id: blob.sessionFileId, transferBlobId: blob.id }, limit: 1 }
  const files = await store.find('updateSessionFile', query)
  return files.map((file) =>
    write('updateSessionFile', file, {
      status: 'WAITING_FOR_TRANSFER',
      bytesTransferred: 0,
      transferBlobId: null,
    }),
  )
}

const isCommitted = async ({ store }: World, changes: readonly Change[]): Promise<boolean> =>
  (await store.commit(changes)).outcome === 'committed'
