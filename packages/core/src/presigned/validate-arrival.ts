import { change } from '../commit/change.ts'
import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import { itemTypeOf } from '../item-types/item-type-of.ts'
import { limits } from '../limits.ts'
import { adjust, check } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Blob } from '../ports/entities.ts'
import { holdSession } from '../transfers/hold-session.ts'
import { tellOfUpload } from '../transfers/upload-outcome.ts'
import { checkReachable } from '../update-sessions/load-update-session.ts'
import type { UpdateSessionInItem } from '../update-sessions/load-update-session.ts'
import { whileActive } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'
import { settle } from './arrival.ts'
import type { Arrival, Settled } from './arrival.ts'
import { isAwaited } from './awaited-file.ts'
import type { AwaitedFile } from './awaited-file.ts'

/** Bytes that are to be read back, for a file that is VALIDATING. */
export interface Validation {
  readonly found: UpdateSessionInItem
  readonly file: AwaitedFile
  readonly blob: Blob
}

/**
 * Reads bytes back that the file storage has not verified, and says whether they are what was
 * declared. Its lease is kept while it runs; it lapses with the process, and the next one to ask
 * takes it up again. Never rejects: what fails here is logged.
 */
export const validateArrival = async (world: World, validation: Validation): Promise<void> => {
  const { found, file, blob } = validation
  const sessionId = found.updateSession.id
  const stop = new AbortController()
  const ended = new AbortController()
  const forget = world.transfers.add({ sessionId, sessionFileId: file.id, blobId: blob.id, stop })
  const leases = (now: number): Change[] => [
    check('updateSessionFile', file.id, { blobId: blob.id, status: 'VALIDATING' }),
    adjust('blob', blob.id, { raise: { dueAt: now + limits.transferLeaseMs } }),
  ]
  const holding = holdSession(world, found, { name: file.name, leases, stop }, ended.signal)
  try {
    const arrival = await readBack(world, blob.id, stop.signal)
    tellOfUpload(world, await commitArrival(world, validation, arrival))
  } catch (error) {
    if (!isAccessionError(error, 'NOT_ALLOWED_IN_CURRENT_STATE'))
      world.log.error('transfer.validation_failed', error, { session: sessionId })
  } finally {
    ended.abort()
    forget()
    await holding
  }
}

const readBack = async (world: World, id: string, signal: AbortSignal): Promise<Arrival> => {
  const reader = (await world.blobs.read(id)).getReader()
  const digest = world.hashing.digest('SHA256')
  let size = 0
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      signal.throwIfAborted()
      size += step.value.byteLength
      await digest.update(step.value)
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
  return { size, sha256: await digest.hex() }
}

/** Its commit checks that session and attempt still stand, as the end of any upload does. */
const commitArrival = (
  world: World,
  { found, file, blob }: Validation,
  arrival: Arrival,
): Promise<Settled['outcome']> =>
  change(world, async () => {
    const { id: sessionId } = found.updateSession
    const [[session], [row], [stored]] = await Promise.all([
      world.store.find('updateSession', { where: { id: sessionId }, limit: 1 }),
      world.store.find('updateSessionFile', { where: { id: file.id }, limit: 1 }),
      world.store.find('blob', { where: { id: blob.id }, limit: 1 }),
    ])
    const now = world.clock.now()
    const isWanted =
      session?.state === 'ACTIVE' && session.expiresAt > now && stored?.state === 'RECEIVING'
    if (!isWanted || !row || !isAwaited(row) || row.blobId !== blob.id)
      throw accessionError('accession.transfer.not_wanted', [file.name])
    const type = itemTypeOf(world, found)
    const { changes, outcome } = await settle(world, type, { file: row, blob: stored, arrival })
    return {
      result: outcome,
      changes: [
        check('updateSession', sessionId, whileActive(now)),
        ...checkReachable(found),
        ...changes,
      ],
    }
  })
