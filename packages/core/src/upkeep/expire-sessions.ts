import { downloadExpiredMessage } from '../downloads/download-session.ts'
import { endDownloadSession } from '../downloads/end-download-session.ts'
import { loadDownloadFiles } from '../downloads/load-download-session.ts'
import { limits } from '../limits.ts'
import type { DownloadSession } from '../ports/entities.ts'
import { expireUpdateSession } from '../update-sessions/expire-update-session.ts'
import type { World } from '../world.ts'

/** Ends update sessions past their expiry; one that was used meanwhile lives on. */
export const expireUpdateSessions = async (world: World): Promise<number> => {
  const due = await world.store.find('updateSession', {
    where: { state: 'ACTIVE', expiresAt: { atMost: world.clock.now() } },
    orderBy: 'expiresAt',
    limit: limits.sweepBatchMax,
  })
  const ended = await Promise.all(due.map((session) => expireUpdateSession(world, session)))
  return ended.filter(Boolean).length
}

/** Ends download sessions past their expiry, and lets the bytes they held go. */
export const expireDownloadSessions = async (world: World): Promise<number> => {
  const due = await world.store.find('downloadSession', {
    where: { state: 'ACTIVE', expiresAt: { atMost: world.clock.now() } },
    orderBy: 'expiresAt',
    limit: limits.sweepBatchMax,
  })
  const ended = await Promise.all(due.map((session) => expireDownload(world, session)))
  return ended.filter(Boolean).length
}

const expireDownload = async (world: World, session: DownloadSession): Promise<boolean> => {
  const files = await loadDownloadFiles(world, session.id)
  const errorMessage = downloadExpiredMessage(session, world.settings)
  const where = { expiresAt: { atMost: world.clock.now() } }
  const changes = endDownloadSession(world, session, files, { state: 'ERROR', errorMessage }, where)
  return (await world.store.commit(changes)).outcome === 'committed'
}
