import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Input, Result } from '../contract/contract.ts'
import { clear, remove } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { releaseDownloadFiles } from './end-download-session.ts'
import { loadDownloadFiles, loadDownloadSession } from './load-download-session.ts'

/** Forgets a session in any state; the bytes of one that was ACTIVE are let go. */
export const deleteDownloadSession = async (
  world: World,
  caller: Caller,
  { download_session_id }: Input<'downloadSession.delete'>,
): Promise<Result<'downloadSession.delete'>> => {
  await change(world, async () => {
    const { downloadSession } = await loadDownloadSession(world, caller, download_session_id)
    const files = await loadDownloadFiles(world, downloadSession.id)
    return {
      changes: [
        remove('downloadSession', downloadSession),
        clear('downloadSessionFile', 'sessionId', downloadSession.id),
        ...releaseDownloadFiles(files, world.clock.now()),
      ],
      result: undefined,
    }
  })
  world.sweepSoon()
  const fields = { session: download_session_id, user: caller.user.name }
  world.log.audit('download_session.delete', fields)
}
