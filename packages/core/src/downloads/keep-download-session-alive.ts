import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Input, Result } from '../contract/contract.ts'
import { adjust } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { requireActiveDownload, whileActive } from './download-session.ts'
import { loadDownloadSession } from './load-download-session.ts'

/** Pushes the expiration of an ACTIVE session; progress that falls or is outside 0 to 100 is passed over. */
export const keepDownloadSessionAlive = async (
  world: World,
  caller: Caller,
  { download_session_id, progress = 0 }: Input<'downloadSession.keep_alive'>,
): Promise<Result<'downloadSession.keep_alive'>> => {
  const clientProgress = progress >= 0 && progress <= 100 ? progress : 0
  await change(world, async () => {
    const { downloadSession } = await loadDownloadSession(world, caller, download_session_id)
    requireActiveDownload(world, downloadSession, 'keep_alive')
    const changes = [downloadSessionUse(world, downloadSession.id, { clientProgress })]
    return { changes, result: undefined }
  })
}

/** The use of an ACTIVE session: it expires later. */
export const downloadSessionUse = (
  world: World,
  id: string,
  more: { readonly clientProgress?: number } = {},
): Change => {
  const expiresAt = world.clock.now() + world.settings.sessionTimeoutMs
  return adjust('downloadSession', id, {
    raise: { ...more, expiresAt },
    where: whileActive(world),
  })
}
