import type { Caller } from '../access/caller.ts'
import type { Input, Result } from '../contract/contract.ts'
import { readMessage } from '../messages/stored-message.ts'
import { wireTime } from '../names/wire-time.ts'
import type { World } from '../world.ts'
import { downloadErrorAt, downloadStateAt } from './download-session.ts'
import { loadDownloadSession } from './load-download-session.ts'

/** Shows a session in any state. */
export const getDownloadSession = async (
  world: World,
  caller: Caller,
  { download_session_id }: Input<'downloadSession.get'>,
): Promise<Result<'downloadSession.get'>> => {
  const { downloadSession } = await loadDownloadSession(world, caller, download_session_id)
  const now = world.clock.now()
  const error = downloadErrorAt(downloadSession, now, world.settings)
  return {
    id: downloadSession.id,
    library_item_id: downloadSession.itemId,
    library_item_content_version: String(downloadSession.contentVersion),
    state: downloadStateAt(downloadSession, now),
    ...(error && { error_message: readMessage(error) }),
    client_progress: downloadSession.clientProgress,
    expiration_time: wireTime(downloadSession.expiresAt),
  }
}
