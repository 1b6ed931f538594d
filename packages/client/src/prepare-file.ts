import type { DownloadSessionFileInfo } from '@accession/core/contract'
import { ConnectionError } from './connection-error.ts'
import type { DownloadClient } from './download-item.ts'
import { TransferError } from './transfer-error.ts'
import { pause } from './within.ts'

/** A file of a download session with the place to fetch it from. */
export interface PreparedFile extends DownloadSessionFileInfo {
  readonly download_endpoint: NonNullable<DownloadSessionFileInfo['download_endpoint']>
}

/** A file that is to be prepared. */
interface Unprepared {
  readonly client: DownloadClient
  readonly sessionId: string
  readonly name: string
  readonly options: { readonly settleTimeoutMs?: number }
  readonly signal: AbortSignal
}

/** Has a file of a download session prepared, and waits until it is. */
export const prepareFile = async ({
  client,
  sessionId,
  name,
  options: { settleTimeoutMs = 30 * 60_000 },
  signal,
}: Unprepared): Promise<PreparedFile> => {
  const file = { download_session_id: sessionId, file_name: name }
  const deadline = performance.now() + settleTimeoutMs
  let info = await client.downloadSessionFile.prepare(file, { signal })
  for (let waitMs = 100; info.status !== 'PREPARED'; waitMs = Math.min(waitMs * 2, 5_000)) {
    if (info.status === 'ERROR') {
      const about = { file: name, reason: info.error_message }
      throw new TransferError(`${name} cannot be downloaded`, about)
    }
    if (performance.now() > deadline) {
      throw new ConnectionError('timed_out', `${name} is still being prepared by the server`)
    }
    await pause(waitMs, signal)
    info = await client.downloadSessionFile.get(file, { signal })
  }
  const { download_endpoint } = info
  if (download_endpoint) return { ...info, download_endpoint }
  throw new TransferError(`The server named no place to fetch ${name} from`, { file: name })
}
