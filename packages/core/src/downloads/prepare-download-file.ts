import { requirePrivilege } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { storageUri } from '../items/show-item-storage.ts'
import { refuseInMaintenance } from '../libraries/maintenance.ts'
import { write } from '../ports/changes.ts'
import type { DownloadSessionFile } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { requireActiveDownload } from './download-session.ts'
import { prepareOnDemand } from './fetch-on-demand.ts'
import { downloadSessionUse } from './keep-download-session-alive.ts'
import { loadDownloadFile, loadDownloadSession } from './load-download-session.ts'
import type { DownloadSessionOfItem } from './load-download-session.ts'
import { showDownloadFile } from './show-download-file.ts'

interface Prepared extends DownloadSessionOfItem {
  readonly file: DownloadSessionFile
}

/**
 * Makes a file of an ACTIVE session ready and answers where to fetch it. DIRECT asks, with the
 * privilege to read storage, for its place on the datastore; every later look shows the endpoint.
 */
export const prepareDownloadFile = async (
  world: World,
  caller: Caller,
  { download_session_id, file_name, endpoint_type }: Input<'downloadSessionFile.prepare'>,
): Promise<Result<'downloadSessionFile.prepare'>> => {
  const isDirect = endpoint_type === 'DIRECT'
  const { downloadSession, item, library, file } = await change<Prepared>(world, async () => {
    const found = await loadDownloadSession(world, caller, download_session_id)
    if (isDirect) requirePrivilege(caller, 'ContentLibrary.ReadStorage', found.library.id)
    requireActiveDownload(world, found.downloadSession, 'prepare')
    refuseInMaintenance(found.library, contract.downloadSessionFile.prepare)
    const unprepared = await loadDownloadFile(world, found.downloadSession.id, file_name)
    const use = downloadSessionUse(world, found.downloadSession.id)
    const status = 'PREPARED'
    if (unprepared.blobId === null) {
      const { file: prepared, changes } = await prepareOnDemand(world, caller, found, unprepared)
      return { changes: [use, ...changes], result: { ...found, file: prepared } }
    }
    const changes =
      unprepared.status === status
        ? [use]
        : [use, write('downloadSessionFile', unprepared, { status })]
    return { changes, result: { ...found, file: { ...unprepared, status } } }
  })
  if (file.status === 'PREPARING') world.runTasksSoon()
  const shown = await showDownloadFile(world, caller, downloadSession, { file })
  if (!isDirect || file.status === 'PREPARING') return shown
  return { ...shown, download_endpoint: { uri: storageUri(library.id, item.id, file.name) } }
}
