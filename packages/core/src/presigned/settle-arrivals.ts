import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { itemTypeOf } from '../item-types/item-type-of.ts'
import { limits } from '../limits.ts'
import { adjust, check, write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Blob, UpdateSessionFile } from '../ports/entities.ts'
import type { ItemType } from '../ports/item-type.ts'
import { loadActiveSession } from '../update-sessions/load-active-session.ts'
import { tellOfUpload } from '../transfers/upload-outcome.ts'
import { checkReachable, loadSessionFiles } from '../update-sessions/load-update-session.ts'
import { whileActive } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'
import { settle } from './arrival.ts'
import type { Settled } from './arrival.ts'
import { isAwaited } from './awaited-file.ts'
import type { AwaitedFile } from './awaited-file.ts'
import { validateArrival } from './validate-arrival.ts'
import type { Validation } from './validate-arrival.ts'

/** What one file has come to: changes to commit, and perhaps bytes that are to be read. */
interface Look {
  readonly changes: readonly Change[]
  readonly outcome?: Settled['outcome']
  readonly unverified?: { readonly file: AwaitedFile; readonly blob: Blob }
}

/**
 * The files of a session, those that are sent straight to the file storage settled: what has arrived
 * is READY or in ERROR before the caller decides. What the storage has not verified itself is
 * VALIDATING while it is read back, here and now in the background, or again where whoever did
 * so has died.
 */
export const settleArrivals = async (
  world: World,
  caller: Caller,
  sessionId: string,
  files: readonly UpdateSessionFile[],
  operation: string,
): Promise<readonly UpdateSessionFile[]> => {
  if (!world.blobs.presigning || !files.some(isAwaited)) return files
  const { validations, outcomes } = await change<Taken>(world, async () => {
    const found = await loadActiveSession(world, caller, sessionId, operation)
    const awaited = (await loadSessionFiles(world, sessionId)).filter(isAwaited)
    const type = itemTypeOf(world, found)
    const looks: Look[] = []
    for (let done = 0; done < awaited.length; done += limits.arrivalsAtOnce) {
      const batch = awaited.slice(done, done + limits.arrivalsAtOnce)
      looks.push(...(await Promise.all(batch.map(async (file) => look(world, type, file)))))
    }
    const changes = looks.flatMap((one) => one.changes)
    if (changes.length === 0) return { changes, result: { validations: [], outcomes: [] } }
    const now = world.clock.now()
    return {
      changes: [
        check('updateSession', sessionId, whileActive(now)),
        adjust('updateSession', sessionId, {
          raise: { expiresAt: now + world.settings.sessionTimeoutMs },
        }),
        ...checkReachable(found),
        ...changes,
      ],
      result: {
        validations: looks.flatMap(({ unverified: one }) => (one ? [{ ...one, found }] : [])),
        outcomes: looks.flatMap(({ outcome }) => outcome ?? []),
      },
    }
  })
  for (const outcome of outcomes) tellOfUpload(world, outcome)
  for (const validation of validations) {
    const reading = validateArrival(world, validation)
    world.keepAlive?.(reading)
  }
  world.sweepSoon()
  return loadSessionFiles(world, sessionId)
}

interface Taken {
  readonly validations: readonly Validation[]
  readonly outcomes: readonly Settled['outcome'][]
}

const nothing: Look = { changes: [] }

const look = async (world: World, type: ItemType | undefined, file: AwaitedFile): Promise<Look> => {
  const [arrived, [blob]] = await Promise.all([
    world.blobs.presigning?.arrived(file.blobId),
    world.store.find('blob', { where: { id: file.blobId }, limit: 1 }),
  ])
  if (!arrived || blob?.state !== 'RECEIVING') return nothing
  const { size, sha256 } = arrived
  if (sha256 !== undefined || size !== file.declaredSize) {
    return settle(world, type, { file, blob, arrival: { size, sha256: sha256 ?? '' } })
  }
  const now = world.clock.now()
  // Until then somebody reads it.
  if (blob.dueAt > now) return nothing
  const validating = { status: 'VALIDATING', bytesTransferred: size } as const
  return {
    changes: [
      write('updateSessionFile', file, validating),
      write('blob', blob, { dueAt: now + limits.transferLeaseMs }),
    ],
    unverified: { file, blob },
  }
}
