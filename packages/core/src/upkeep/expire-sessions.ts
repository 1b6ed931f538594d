import { commitInParts, partsOf } from '../commit/commit-in-parts.ts'
import { downloadExpiredMessage } from '../downloads/download-session.ts'
import { endDownloadSession } from '../downloads/end-download-session.ts'
import { loadDownloadFiles } from '../downloads/load-download-session.ts'
import type { Change } from '../ports/changes.ts'
import type { DownloadSession } from '../ports/entities.ts'
import { expireUpdateSessions as expireTogether } from '../update-sessions/expire-update-session.ts'
import type { World } from '../world.ts'
import type { SweepStep } from './sweep-step.ts'

const expired = ({ clock }: World, limit: number) =>
  ({
    where: { state: 'ACTIVE', expiresAt: { atMost: clock.now() } },
    orderBy: 'expiresAt',
    limit,
  }) as const

/** Ends update sessions past their expiry; one that was used meanwhile lives on. */
export const expireUpdateSessions: SweepStep = async ({ world, batchMax, takeTurn }) => {
  const due = await world.store.find('updateSession', expired(world, batchMax))
  if (due.length === 0 || !(await takeTurn())) return 0
  let count = 0
  for (const part of partsOf(due, ({ fileCount }) => fileCount + 1)) {
    const ended = await expireTogether(world, part)
    count += ended.filter(Boolean).length
  }
  return count
}

/** Sessions whose files are read at once: each may have as many as an item. */
const downloadsAtOnce = 20

/** Ends download sessions past their expiry, and lets the bytes they held go. */
export const expireDownloadSessions: SweepStep = async ({ world, batchMax, takeTurn }) => {
  const due = await world.store.find('downloadSession', expired(world, batchMax))
  if (due.length === 0 || !(await takeTurn())) return 0
  let count = 0
  for (let start = 0; start < due.length; start += downloadsAtOnce) {
    const some = due.slice(start, start + downloadsAtOnce)
    const ends = await Promise.all(some.map((session) => expiryOf(world, session)))
    const ended = await commitInParts(world, ends)
    for (const [index, session] of some.entries()) if (ended[index]) tellOfExpiry(world, session)
    count += ended.filter(Boolean).length
  }
  return count
}

const tellOfExpiry = ({ log }: World, { id, userId, expiresAt }: DownloadSession): void =>
  log.audit('download_session.expire', { session: id, user_id: userId, expired_at: expiresAt })

const expiryOf = async (world: World, session: DownloadSession): Promise<Change[]> => {
  const files = await loadDownloadFiles(world, session.id)
  const errorMessage = downloadExpiredMessage(session, world.settings)
  const where = { expiresAt: { atMost: world.clock.now() } }
  return endDownloadSession(world, session, files, { state: 'ERROR', errorMessage }, where)
}
