import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { adjust, check } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import { checkReachable } from '../update-sessions/load-update-session.ts'
import type { UpdateSessionInItem } from '../update-sessions/load-update-session.ts'
import { whileActive } from '../update-sessions/update-session.ts'
import type { World } from '../world.ts'

/** A file of a session whose stored bytes are being read. */
export interface BytesRead {
  readonly name: string
  /** What else is held, and relied on, while they are read. */
  readonly leases: (now: number) => readonly Change[]
  /** Aborts the reading once nobody wants it. */
  readonly stop: AbortController
}

/**
 * Goes beside the reading of stored bytes: keeps the session alive that waits for it, and learns of
 * its end, on whatever node that was decided. Ends when `ended` aborts.
 */
export const holdSession = async (
  world: World,
  found: UpdateSessionInItem,
  { name, leases, stop }: BytesRead,
  ended: AbortSignal,
): Promise<void> => {
  const { id } = found.updateSession
  const { sessionTimeoutMs } = world.settings
  const pause = (): Promise<boolean> =>
    world.clock.sleep(Math.min(limits.transferLeaseMs / 6, sessionTimeoutMs / 4), ended).then(
      () => !ended.aborted,
      () => false,
    )
  while (await pause()) {
    const now = world.clock.now()
    try {
      const { outcome } = await world.store.commit([
        check('updateSession', id, whileActive(now)),
        ...checkReachable(found),
        ...leases(now),
        adjust('updateSession', id, { raise: { expiresAt: now + sessionTimeoutMs } }),
      ])
      if (outcome === 'committed') continue
      stop.abort(accessionError('accession.transfer.not_wanted', [name]))
      return
    } catch (error) {
      world.log.error('transfer.progress_lost', error, { session: id })
    }
  }
}
