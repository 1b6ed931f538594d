import { ConnectionError } from './connection-error.ts'
import type { DownloadClient, DownloadedFile } from './download-item.ts'
import { prepareFile } from './prepare-file.ts'
import type { Counter } from './progress.ts'
import { TransferError } from './transfer-error.ts'
import { transfer } from './transfer.ts'
import { whileMoving } from './while-moving.ts'
import { withDownloadSession, type SessionNeeds } from './with-download-session.ts'

/** What to read as an archive, and where to. */
export interface ArchiveOptions extends SessionNeeds {
  /** Opens the place for it; it is closed once the whole has come, and aborted otherwise. */
  readonly open: (archive: {
    readonly name: string
    readonly size: number
  }) => WritableStream<Uint8Array> | Promise<WritableStream<Uint8Array>>
  /** Without a piece of bytes arriving. @default 2 minutes */
  readonly idleTimeoutMs?: number
  /** For the server to prepare the descriptor. @default 30 minutes */
  readonly settleTimeoutMs?: number
}

/**
 * Downloads all files of an OVF item, as they are at one moment, as one OVA. The server makes it
 * while it sends, so one that breaks off cannot go on where it broke: it is an error, and is
 * fetched anew. A server that makes no archives, as a vCenter, is a `TransferError`.
 */
export const downloadArchive = (
  client: DownloadClient,
  options: ArchiveOptions,
): Promise<DownloadedFile> =>
  withDownloadSession(client, options, async ({ sessionId, files, signal, count }) => {
    const descriptor = files.find(({ name }) => /\.ovf$/i.test(name))
    if (!descriptor)
      throw new TransferError('The item has no OVF descriptor: it cannot be an OVA', {})
    const { name: file } = descriptor
    const { download_endpoint } = await prepareFile({
      client,
      sessionId,
      name: file,
      options,
      signal,
    })
    const { idleTimeoutMs = 120_000 } = options
    const bounds = { signal, idleTimeoutMs, what: `download of ${file} as an OVA` }
    return whileMoving(bounds, async (inner, moved) => {
      const url = `${download_endpoint.uri}?format=ova`
      const response = await transfer(client.connection, { method: 'GET', url, signal: inner })
      const { name, size } = await archiveFacts(response, file)
      const writer = (await options.open({ name, size })).getWriter()
      try {
        await receive(response, { name, size }, writer, count(size), moved)
        await writer.close()
      } catch (error) {
        // It may be broken already; what broke first is what is told.
        await writer.abort(error).catch(() => undefined)
        throw error
      }
      return { name, size }
    })
  })

/** What is coming; a server that knows no archives sends the descriptor itself, and its ranges. */
const archiveFacts = async (response: Response, descriptor: string): Promise<DownloadedFile> => {
  const { headers } = response
  const size = Number(headers.get('content-length') ?? Number.NaN)
  if (headers.get('accept-ranges') === 'none' && Number.isSafeInteger(size))
    return { name: descriptor.replace(/\.ovf$/i, '.ova'), size }
  await response.body?.cancel()
  const message = 'The server makes no OVA of its files: download them one by one'
  throw new TransferError(message, { file: descriptor })
}

const receive = async (
  response: Response,
  { name, size }: DownloadedFile,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  counter: Counter,
  moved: () => void,
): Promise<void> => {
  const progress = counter.file(name, size)
  const reader = response.body?.getReader()
  let received = 0
  const next = () =>
    reader?.read().catch((cause: unknown) => {
      const message = `The connection broke after ${received} of ${size} bytes of ${name}: it must be fetched from its start`
      throw new ConnectionError('unreachable', message, { cause })
    })
  try {
    for (let piece = await next(); piece && !piece.done; piece = await next()) {
      moved()
      await writer.write(piece.value)
      received += piece.value.byteLength
      progress.add(piece.value.byteLength)
    }
  } finally {
    await reader?.cancel().catch(() => undefined)
  }
  if (received === size) return
  throw new TransferError(`${name} has ${size} bytes, but ${received} arrived`, { file: name })
}
