import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { Change } from '../ports/changes.ts'
import type { DownloadSessionFile } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { lookForBytes } from './fetch-on-demand.ts'
import { downloadSessionUse } from './keep-download-session-alive.ts'
import { loadDownloadFiles } from './load-download-session.ts'
import type { DownloadSessionOfItem } from './load-download-session.ts'

/**
 * The files of a session, by name, each with its bytes: those that have been fetched since the session
 * was created are held from now on. Throws NOT_ALLOWED_IN_CURRENT_STATE where some are not here.
 */
export const holdFetchedFiles = (
  world: World,
  found: DownloadSessionOfItem,
): Promise<readonly DownloadSessionFile[]> => {
  const { downloadSession, item } = found
  return change(world, async () => {
    const files: DownloadSessionFile[] = []
    const changes: Change[] = []
    for (const file of await loadDownloadFiles(world, downloadSession.id)) {
      if (file.blobId !== null) {
        files.push(file)
        continue
      }
      const come = await lookForBytes(world, found, file)
      if (!come) throw accessionError('accession.subscription.file_not_here', [item.id])
      if (come.fault) throw come.fault
      files.push(come.file)
      changes.push(...come.changes)
    }
    if (changes.length > 0) changes.push(downloadSessionUse(world, downloadSession.id))
    return { changes, result: files }
  })
}
