import { commitInParts } from '../commit/commit-in-parts.ts'
import { limits } from '../limits.ts'
import { remove, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Blob } from '../ports/entities.ts'
import type { Where } from '../ports/store.ts'
import type { World } from '../world.ts'
import { deleteBytes } from './delete-bytes.ts'
import { findDueBlobs } from './due-blobs.ts'
import type { SweepStep } from './sweep-step.ts'
import { sweepingProcess } from './sweeping-process.ts'

/** A blob that is ours to free, as it is in the catalog from then on, and the change to that. */
export interface Claim {
  readonly claimed: Blob
  readonly change: Change
}

/**
 * Takes a blob that nothing refers to, so that nobody can refer to it any more, and nobody else
 * frees it meanwhile. It is due again a while later, should whoever took it die.
 */
export const claimBlob = (
  blob: Blob,
  now: number,
  dueAt: number = now + limits.freeingMs,
  where: Where<'blob'> = {},
): Claim => {
  const set = { state: 'FREEING', dueAt } as const
  return {
    claimed: { ...blob, ...set, revision: blob.revision + 1 },
    change: write('blob', blob, set, { references: 0, ...where }),
  }
}

/**
 * Deletes the bytes of claimed blobs, then their rows. Where somebody outside may still write a key,
 * its row stays until that is over, and its bytes are deleted once more. Bytes that cannot be deleted
 * hold no others up: they are tried again, later each time.
 */
export const freeBlobs = async (world: World, claimed: readonly Blob[]): Promise<number> => {
  const beganAt = world.clock.now()
  const failures = await deleteBytes(
    world,
    claimed.map(({ id }) => id),
  )
  const changes = claimed.map((blob) => [
    failures.has(blob.id)
      ? tryLater(world, blob, failures.get(blob.id))
      : freed(world, blob, beganAt),
  ])
  await commitInParts(world, changes)
  return claimed.length - failures.size
}

const freed = (world: World, blob: Blob, beganAt: number): Change => {
  sweepingProcess(world).toldOf.delete(blob.id)
  const { writableUntil } = blob
  return writableUntil !== null && writableUntil > beganAt
    ? write('blob', blob, { dueAt: writableUntil })
    : remove('blob', blob)
}

/** Every try moves the row's revision, so that tells how many there have been. */
const tryLater = (world: World, blob: Blob, error: unknown): Change => {
  const waitMs = Math.min(limits.freeingMs * 2 ** (blob.revision >> 1), limits.freeingMaxMs)
  const dueAt = world.clock.now() + waitMs
  const { toldOf } = sweepingProcess(world)
  if (!toldOf.has(blob.id)) {
    if (toldOf.size === limits.undeletableRememberedMax) toldOf.clear()
    toldOf.add(blob.id)
    world.log.error('upkeep.bytes_not_deleted', error, { blob: blob.id, again_in_ms: waitMs })
  }
  return write('blob', blob, { dueAt })
}

/**
 * Frees what is due: bytes that nothing refers to, and those of uploads that died. A writer taken
 * for dead may yet go on and store its bytes, so its key is deleted once more, some time later.
 */
export const freeDueBlobs: SweepStep = async ({ world, batchMax, takeTurn }) => {
  const now = world.clock.now()
  const due = (await findDueBlobs(world, batchMax)).filter(
    // Late with its lease, as after a clock was set or the process stood still: it goes on by itself.
    (blob) => !isReceiving(blob) || !world.transfers.isWriting(blob.id),
  )
  if (due.length === 0 || !(await takeTurn())) return 0
  const [abandoned, unread] = await Promise.all([
    claimAll(world, due.filter(isReceiving), (blob) => claimAbandoned(world, blob, now)),
    claimAll(
      world,
      due.filter((blob) => !isReceiving(blob)),
      async (blob) => {
        const { claimed, change } = claimBlob(blob, now)
        return { claimed, changes: [change] }
      },
    ),
  ])
  if (abandoned.length > 0) await deleteAbandoned(world, abandoned)
  const count = unread.length > 0 ? await freeBlobs(world, unread) : 0
  return abandoned.length + count
}

const isReceiving = ({ state }: Blob): boolean => state === 'RECEIVING'

interface ClaimWithOthers {
  readonly claimed: Blob
  readonly changes: readonly Change[]
}

/** Claims blobs in as few commits as may be; one that somebody else was faster with is left out. */
const claimAll = async (
  world: World,
  blobs: readonly Blob[],
  claim: (blob: Blob) => Promise<ClaimWithOthers>,
): Promise<Blob[]> => {
  const claims = await Promise.all(blobs.map(claim))
  const isOurs = await commitInParts(
    world,
    claims.map(({ changes }) => changes),
  )
  return claims.filter((_, index) => isOurs[index]).map(({ claimed }) => claimed)
}

const claimAbandoned = async (world: World, blob: Blob, now: number): Promise<ClaimWithOthers> => {
  const again = Math.max(now + limits.freedAgainMs, blob.writableUntil ?? 0)
  const { claimed, change } = claimBlob(blob, now, again, { dueAt: { atMost: now } })
  return { claimed, changes: [change, ...(await waitingAgain(world, blob))] }
}

/** What stays is deleted with the second time. */
const deleteAbandoned = async (world: World, abandoned: readonly Blob[]): Promise<void> => {
  const ids = abandoned.map(({ id }) => id)
  for (const [blob, error] of await deleteBytes(world, ids)) {
    world.log.error('upkeep.bytes_not_deleted', error, { blob, again_in_ms: limits.freedAgainMs })
  }
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
