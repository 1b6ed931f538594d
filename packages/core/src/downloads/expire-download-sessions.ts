import { limits } from '../limits.ts'
import type { DownloadSession } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { downloadExpiredMessage } from './download-session.ts'
import { endDownloadSession } from './end-download-session.ts'
import { loadDownloadFiles } from './load-download-session.ts'

/** Ends download sessions past their expiry; one that was used meanwhile lives on. */
export const expireDownloadSessions = async (world: World): Promise<number> => {
  const due = await world.store.find('downloadSession', {
    where: { state: 'ACTIVE', expiresAt: { atMost: world.clock.now() } },
    orderBy: 'expiresAt',
    limit: limits.sweepBatchMax,
  })
  const ended = await Promise.all(due.map((session) => expire(world, session)))
  return ended.filter(Boolean).length
}

const expire = async (world: World, session: DownloadSession): Promise<boolean> => {
  const files = await loadDownloadFiles(world, session.id)
  const errorMessage = downloadExpiredMessage(session, world.settings)
  const where = { expiresAt: { atMost: world.clock.now() } }
  const end = { state: 'ERROR', errorMessage } as const
  const changes = endDownloadSession(world, session, files, end, where)
  const { outcome } = await world.store.commit(changes)
  return outcome === 'committed'
}
