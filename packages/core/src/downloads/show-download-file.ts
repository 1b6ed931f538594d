import type { Caller } from '../access/caller.ts'
import type { DownloadSessionFileInfo } from '../contract/download-session-file.ts'
import { showChecksum } from '../items/show-item-file.ts'
import type { DownloadSession } from '../ports/entities.ts'
import { transferEndpoint } from '../transfers/transfer-endpoint.ts'
import type { World } from '../world.ts'
import { downloadStateAt } from './download-session.ts'
import type { SettledFile } from './settle-download-file.ts'

/** A file as its session shows it; where to fetch it once it is PREPARED, while the session lives. */
export const showDownloadFile = async (
  world: World,
  caller: Caller,
  session: DownloadSession,
  { file, fault }: SettledFile,
): Promise<DownloadSessionFileInfo> => {
  const { name, status, size, bytesTransferred: bytes_transferred, checksum } = file
  const shown = { name, status, size, bytes_transferred, ...showChecksum(checksum) }
  const [reason] = fault?.messages ?? []
  if (reason) return { ...shown, status: 'ERROR', error_message: reason }
  const isActive = downloadStateAt(session, world.clock.now()) === 'ACTIVE'
  if (status !== 'PREPARED' || !isActive) return shown
  const target = { kind: 'download', ownerId: session.id, fileId: file.id, name } as const
  return { ...shown, download_endpoint: await transferEndpoint(world, caller, target) }
}
