import type { Caller } from '../access/caller.ts'
import type { Input, Result } from '../contract/contract.ts'
import { showEach } from '../transfers/show-each.ts'
import type { World } from '../world.ts'
import { loadDownloadFiles, loadDownloadSession } from './load-download-session.ts'
import { settleDownloadFile } from './settle-download-file.ts'
import { showDownloadFile } from './show-download-file.ts'

/** The files of a session, as the item had them when it was created. */
export const listDownloadFiles = async (
  world: World,
  caller: Caller,
  { download_session_id }: Input<'downloadSessionFile.list'>,
): Promise<Result<'downloadSessionFile.list'>> => {
  const found = await loadDownloadSession(world, caller, download_session_id)
  const { downloadSession } = found
  const files = await loadDownloadFiles(world, downloadSession.id)
  return showEach(files, async (file) => {
    const settled = await settleDownloadFile(world, found, file)
    return showDownloadFile(world, caller, downloadSession, settled)
  })
}
