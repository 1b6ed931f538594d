import type { DownloadSessionFileInfo } from '@accession/core/contract'
import { ConnectionError } from './connection-error.ts'
import type { Client } from './create-client.ts'
import type { DownloadedFile, DownloadOptions } from './download-item.ts'
import type { Counter } from './progress.ts'
import { TransferError } from './transfer-error.ts'
import { pause } from './within.ts'

/** Downloads one file of a download session and verifies it before its place is closed. */
export const downloadFile = async (
  client: Client,
  sessionId: string,
  name: string,
  options: DownloadOptions,
  counter: Counter,
  signal: AbortSignal,
): Promise<DownloadedFile> => {
  const info = await prepare(client, sessionId, name, signal)
  const url = info.download_endpoint?.uri ?? ''
  const response = await client.connection.transfer({ method: 'GET', url, signal })
  const reader = response.body?.getReader()
  let writer: WritableStreamDefaultWriter<Uint8Array> | undefined
  try {
    writer = (await options.open({ name, size: info.size })).getWriter()
    const size = await copy(reader, writer, info, options, counter)
    await writer.close()
    return { name, size }
  } catch (error) {
    // Either end may be broken already; what broke first is what is told.
    await Promise.allSettled([reader?.cancel(error), writer?.abort(error)])
    throw error
  }
}

const prepare = async (
  client: Client,
  sessionId: string,
  name: string,
  signal: AbortSignal,
): Promise<DownloadSessionFileInfo> => {
  const file = { download_session_id: sessionId, file_name: name }
  let info = await client.downloadSessionFile.prepare(file, { signal })
  for (let waitMs = 100; info.status !== 'PREPARED'; waitMs = Math.min(waitMs * 2, 5_000)) {
    if (info.status === 'ERROR') {
      throw new TransferError(`${name} cannot be downloaded`, {
        file: name,
        reason: info.error_message,
      })
    }
    await pause(waitMs, signal)
    info = await client.downloadSessionFile.get(file, { signal })
  }
  if (info.download_endpoint) return info
  throw new TransferError(`The server named no place to fetch ${name} from`, { file: name })
}

const copy = async (
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  info: DownloadSessionFileInfo,
  { createDigest }: DownloadOptions,
  counter: Counter,
): Promise<number> => {
  const { name, checksum_info: expected } = info
  const digest = expected && createDigest?.(expected.algorithm ?? 'SHA1')
  counter.begin(name, info.size ?? 0)
  let size = 0
  const next = () =>
    reader?.read().catch((cause: unknown) => {
      const message = `The connection broke after ${size} bytes of ${name}`
      throw new ConnectionError('unreachable', message, { cause })
    })
  for (let piece = await next(); piece && !piece.done; piece = await next()) {
    digest?.update(piece.value)
    await writer.write(piece.value)
    size += piece.value.byteLength
    counter.add(piece.value.byteLength)
  }
  if (info.size !== undefined && size !== info.size) {
    const message = `${name} has ${info.size} bytes, but ${size} arrived`
    throw new TransferError(message, { file: name })
  }
  if (digest && digest.hex() !== expected.checksum.toLowerCase()) {
    throw new TransferError(`${name} arrived damaged: its checksum differs`, { file: name })
  }
  return size
}
