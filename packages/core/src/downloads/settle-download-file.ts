import { change } from '../commit/change.ts'
import type { AccessionError } from '../errors/accession-error.ts'
import type { DownloadSessionFile } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { downloadStateAt } from './download-session.ts'
import { followOnDemand } from './fetch-on-demand.ts'
import { downloadSessionUse } from './keep-download-session-alive.ts'
import type { DownloadSessionOfItem } from './load-download-session.ts'

/** A file of a session as it is now, and why it cannot be prepared, where that is so. */
export interface SettledFile {
  readonly file: DownloadSessionFile
  readonly fault?: AccessionError
}

/**
 * A file that was being fetched when it was read, as it is now: ready once its bytes have come, which
 * the session then holds. Whoever asks for it keeps its session alive.
 */
export const settleDownloadFile = async (
  world: World,
  found: DownloadSessionOfItem,
  read: DownloadSessionFile,
): Promise<SettledFile> => {
  const { downloadSession: session } = found
  const isActive = downloadStateAt(session, world.clock.now()) === 'ACTIVE'
  if (read.status !== 'PREPARING' || !isActive) return { file: read }
  return change<SettledFile>(world, async () => {
    const [row] = await world.store.find('downloadSessionFile', {
      where: { id: read.id },
      limit: 1,
    })
    if (row?.status !== 'PREPARING') return { changes: [], result: { file: row ?? read } }
    const { changes, ...settled } = await followOnDemand(world, found, row)
    const quarter = world.settings.sessionTimeoutMs / 4
    const isDue = session.expiresAt <= world.clock.now() + 3 * quarter
    const uses = isDue || changes.length > 0 ? [downloadSessionUse(world, session.id)] : []
    return { changes: [...changes, ...uses], result: settled }
  })
}
