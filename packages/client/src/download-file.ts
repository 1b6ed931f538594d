import type { DownloadClient, DownloadedFile, DownloadOptions } from './download-item.ts'
import { prepareFile } from './prepare-file.ts'
import type { Counter } from './progress.ts'
import { receiveFile } from './receive-file.ts'
import { TransferError } from './transfer-error.ts'

/** A file on its way out of a download session. */
export interface Download {
  readonly client: DownloadClient
  readonly sessionId: string
  readonly name: string
  readonly options: DownloadOptions
  readonly counter: Counter
  readonly signal: AbortSignal
}

/** Downloads one file of a download session and verifies it before its place is closed. */
export const downloadFile = async (download: Download): Promise<DownloadedFile> => {
  const { client, name, options, signal } = download
  const info = await prepareFile(download)
  const { size, checksum_info: expected } = info
  const digest = expected && options.createDigest?.(expected.algorithm ?? 'SHA1')
  const counter = download.counter.file(name, size ?? 0)
  const writer = (await options.open({ name, size })).getWriter()
  let prepared: typeof info | undefined = info
  const address = async (): Promise<string> => {
    const { download_endpoint } = prepared ?? (await prepareFile(download))
    prepared = undefined
    return download_endpoint.uri
  }
  try {
    const { connection } = client
    const idleTimeoutMs = options.idleTimeoutMs ?? 120_000
    const received = await receiveFile(
      { connection, name, size, address, digest, counter, idleTimeoutMs, signal },
      writer,
    )
    if (digest && digest.hex() !== expected.checksum.toLowerCase()) {
      throw new TransferError(`${name} arrived damaged: its checksum differs`, { file: name })
    }
    await writer.close()
    return { name, size: received }
  } catch (error) {
    // It may be broken already; what broke first is what is told.
    await writer.abort(error).catch(() => undefined)
    throw error
  }
}
