import type { Digest } from './digest.ts'
import type { DownloadClient, DownloadedFile, DownloadOptions } from './download-item.ts'
import { ConnectionError } from './connection-error.ts'
import { openRest, type Place } from './open-rest.ts'
import { prepareFile, type PreparedFile } from './prepare-file.ts'
import type { Counter, FileCounter } from './progress.ts'
import { mayPass, waitBefore } from './retrying.ts'
import { TransferError } from './transfer-error.ts'
import { whileMoving } from './while-moving.ts'
import { pause } from './within.ts'

const attemptsMax = 5
/** So much of a file earns new attempts: a long one may break more often than a few times. */
const bytesOfAttempts = 8 * 1024 * 1024

/** A file on its way out of a download session. */
export interface Download {
  readonly client: DownloadClient
  readonly sessionId: string
  readonly name: string
  readonly options: DownloadOptions
  readonly counter: Counter
  readonly signal: AbortSignal
}

interface Receiving {
  readonly info: PreparedFile
  readonly digest: Digest | undefined
  readonly counter: FileCounter
  readonly place: Place
}

/** Downloads one file of a download session and verifies it before its place is closed. */
export const downloadFile = async (download: Download): Promise<DownloadedFile> => {
  const { name, options } = download
  const info = await prepareFile(download)
  const { size, checksum_info: expected } = info
  const digest = expected && options.createDigest?.(expected.algorithm ?? 'SHA1')
  const counter = download.counter.file(name, size ?? 0)
  const writer = (await options.open({ name, size })).getWriter()
  try {
    const place: Place = { received: 0, etag: undefined }
    await receiveAll(download, { info, digest, counter, place }, writer)
    if (size !== undefined && place.received !== size) {
      const message = `${name} has ${size} bytes, but ${place.received} arrived`
      throw new TransferError(message, { file: name })
    }
    if (digest && digest.hex() !== expected.checksum.toLowerCase()) {
      throw new TransferError(`${name} arrived damaged: its checksum differs`, { file: name })
    }
    await writer.close()
    return { name, size: place.received }
  } catch (error) {
    // It may be broken already; what broke first is what is told.
    await writer.abort(error).catch(() => undefined)
    throw error
  }
}

/** Fetches a file to its end, each further attempt from where the one before broke. */
const receiveAll = async (
  download: Download,
  receiving: Receiving,
  writer: WritableStreamDefaultWriter<Uint8Array>,
): Promise<void> => {
  const { name, options, signal } = download
  const { place } = receiving
  const bounds = {
    signal,
    idleTimeoutMs: options.idleTimeoutMs ?? 120_000,
    what: `download of ${name}`,
  }
  let { info } = receiving
  let earnedAt = 0
  for (let attempt = 1; ; attempt++) {
    try {
      return await whileMoving(bounds, (inner, moved) =>
        receiveRest(download, { ...receiving, info }, writer, inner, moved),
      )
    } catch (error) {
      if (place.received - earnedAt >= bytesOfAttempts) {
        earnedAt = place.received
        attempt = 1
      }
      if (signal.aborted || !mayPassFurther(error) || attempt === attemptsMax) throw error
      await pause(waitBefore(error, attempt), signal)
      // An address may be good for one time only.
      info = await prepareFile(download)
    }
  }
}

const mayPassFurther = (error: unknown): boolean =>
  mayPass(error) || (error instanceof ConnectionError && error.reason === 'timed_out')

const receiveRest = async (
  { client, name }: Download,
  { info, digest, counter, place }: Receiving,
  writer: WritableStreamDefaultWriter<Uint8Array>,
  signal: AbortSignal,
  moved: () => void,
): Promise<void> => {
  const reader = await openRest(client, info, place, signal, moved)
  if (!reader) return
  const next = () =>
    reader.read().catch((cause: unknown) => {
      const message = `The connection broke after ${place.received} bytes of ${name}`
      throw new ConnectionError('unreachable', message, { cause })
    })
  try {
    for (let piece = await next(); !piece.done; piece = await next()) {
      signal.throwIfAborted()
      moved()
      // The digest is computed while the bytes are written.
      await Promise.all([writer.write(piece.value), digest?.update(piece.value)])
      place.received += piece.value.byteLength
      counter.add(piece.value.byteLength)
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}
