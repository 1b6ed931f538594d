import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { adjust, insert } from '../ports/changes.ts'
import { claimBlob, freeBlobs } from '../upkeep/free-blobs.ts'
import type { World } from '../world.ts'

/** Gives bytes that a task writes their row before the first of them, in a place; answers its id. */
export const beginTaskBlob = async (world: World, place: string | null): Promise<string> => {
  const id = world.ids.uuid()
  await change(world, async () => {
    const now = world.clock.now()
    const row = {
      id,
      revision: 1,
      state: 'RECEIVING',
      size: null,
      references: 0,
      dueAt: now + limits.transferLeaseMs,
      createdAt: now,
      sessionFileId: null,
      digest: null,
      writableUntil: null,
      place,
    } as const
    return { changes: [insert('blob', row)], result: undefined }
  })
  return id
}

/** Works with the lease of a blob renewed beside it; the work ends when the lease is lost. */
export const whileReceiving = async (
  { store, clock, log }: World,
  blobId: string,
  given: AbortSignal,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<void> => {
  const lost = new AbortController()
  const ended = new AbortController()
  const pause = (): Promise<boolean> =>
    clock.sleep(limits.transferLeaseMs / 6, ended.signal).then(
      () => !ended.signal.aborted,
      () => false,
    )
  const renew = async (): Promise<void> => {
    while (await pause()) {
      const raise = { dueAt: clock.now() + limits.transferLeaseMs }
      const where = { state: 'RECEIVING' } as const
      try {
        const { outcome } = await store.commit([adjust('blob', blobId, { raise, where })])
        if (outcome !== 'committed')
          lost.abort(accessionError('accession.service.too_many_conflicts', []))
      } catch (error) {
        log.error('task.blob_lease_not_renewed', error, { blob: blobId })
      }
    }
  }
  const renewing = renew()
  try {
    await work(AbortSignal.any([given, lost.signal]))
  } finally {
    ended.abort()
    await renewing
  }
}

/**
 * Frees what a task wrote and nothing names. Never rejects: where that fails, the sweep frees it when
 * its lease is over.
 */
export const discardTaskBlob = async (world: World, blobId: string): Promise<void> => {
  try {
    const claimed = await change(world, async () => {
      const [blob] = await world.store.find('blob', { where: { id: blobId }, limit: 1 })
      if (blob?.state !== 'RECEIVING') return { changes: [], result: undefined }
      const claim = claimBlob(blob, world.clock.now())
      return { changes: [claim.change], result: claim.claimed }
    })
    if (claimed) await freeBlobs(world, [claimed])
  } catch (error) {
    world.log.error('task.blob_not_discarded', error, { blob: blobId })
  }
}
