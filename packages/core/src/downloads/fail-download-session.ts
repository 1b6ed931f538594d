import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Input, Result } from '../contract/contract.ts'
import { storedMessage } from '../messages/stored-message.ts'
import { checkErrorMessage } from '../names/check-error-message.ts'
import type { World } from '../world.ts'
import { requireActiveDownload } from './download-session.ts'
import { endDownloadSession } from './end-download-session.ts'
import { loadDownloadFiles, loadDownloadSession } from './load-download-session.ts'

/** Ends an ACTIVE session in ERROR with the client's own message. */
export const failDownloadSession = async (
  world: World,
  caller: Caller,
  { download_session_id, client_error_message }: Input<'downloadSession.fail'>,
): Promise<Result<'downloadSession.fail'>> => {
  checkErrorMessage('download_session', client_error_message)
  const errorMessage = storedMessage('accession.download_session.failed', [client_error_message])
  await change(world, async () => {
    const { downloadSession } = await loadDownloadSession(world, caller, download_session_id)
    requireActiveDownload(world, downloadSession, 'fail')
    const files = await loadDownloadFiles(world, downloadSession.id)
    const end = { state: 'ERROR', errorMessage } as const
    return { changes: endDownloadSession(world, downloadSession, files, end), result: undefined }
  })
  world.sweepSoon()
  const fields = { session: download_session_id, user: caller.user.name }
  world.log.audit('download_session.fail', fields)
}
