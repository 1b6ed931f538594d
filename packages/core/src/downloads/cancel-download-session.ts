import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { requireActiveDownload } from './download-session.ts'
import { endDownloadSession } from './end-download-session.ts'
import { loadDownloadFiles, loadDownloadSession } from './load-download-session.ts'

/** Ends an ACTIVE session: its endpoints stop working and its bytes are let go. */
export const cancelDownloadSession = async (
  world: World,
  caller: Caller,
  { download_session_id }: Input<'downloadSession.cancel'>,
): Promise<Result<'downloadSession.cancel'>> => {
  await change(world, async () => {
    const { downloadSession } = await loadDownloadSession(world, caller, download_session_id)
    requireActiveDownload(world, downloadSession, 'cancel')
    const files = await loadDownloadFiles(world, downloadSession.id)
    const end = { state: 'CANCELED', errorMessage: null } as const
    return { changes: endDownloadSession(world, downloadSession, files, end), result: undefined }
  })
  world.sweepSoon()
  const fields = { session: download_session_id, user: caller.user.name }
  world.log.audit('download_session.cancel', fields)
}
