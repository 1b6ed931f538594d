import type { Caller } from '../access/caller.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadDownloadFile, loadDownloadSession } from './load-download-session.ts'
import { settleDownloadFile } from './settle-download-file.ts'
import { showDownloadFile } from './show-download-file.ts'

/** One file of a session, as the item had it when the session was created. */
export const getDownloadFile = async (
  world: World,
  caller: Caller,
  { download_session_id, file_name }: Input<'downloadSessionFile.get'>,
): Promise<Result<'downloadSessionFile.get'>> => {
  const found = await loadDownloadSession(world, caller, download_session_id)
  const { downloadSession } = found
  const file = await loadDownloadFile(world, downloadSession.id, file_name)
  const settled = await settleDownloadFile(world, found, file)
  return showDownloadFile(world, caller, downloadSession, settled)
}
