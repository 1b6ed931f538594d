import type { Connection } from './connection.ts'
import { ConnectionError } from './connection-error.ts'
import type { Digest } from './digest.ts'
import { openRest, type Place } from './open-rest.ts'
import type { FileCounter } from './progress.ts'
import { mayPass, waitBefore } from './retrying.ts'
import { TransferError } from './transfer-error.ts'
import { whileMoving } from './while-moving.ts'
import { pause } from './within.ts'

const attemptsMax = 5
/** So much of a file earns new attempts: a long one may break more often than a few times. */
const bytesOfAttempts = 8 * 1024 * 1024

/** A file on its way from a server. */
export interface Receiving {
  readonly connection: Connection
  readonly name: string
  /** Bytes; undefined where nobody has told. */
  readonly size: number | undefined
  /** Where it is; asked again before each further attempt, as an address may be good for one time. */
  readonly address: () => Promise<string>
  readonly digest?: Digest | undefined
  readonly counter: FileCounter
  readonly idleTimeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Fetches a file to its end, each further attempt from where the one before broke; answers how many
 * bytes have come. Throws a `TransferError` where they are not as many as were told.
 */
export const receiveFile = async (
  receiving: Receiving,
  writer: WritableStreamDefaultWriter<Uint8Array>,
): Promise<number> => {
  const { name, size, signal, idleTimeoutMs } = receiving
  const place: Place = { received: 0, etag: undefined }
  const bounds = { signal, idleTimeoutMs, what: `download of ${name}` }
  let url = await receiving.address()
  let earnedAt = 0
  for (let attempt = 1; ; attempt++) {
    try {
      await whileMoving(bounds, (inner, moved) =>
        receiveRest(receiving, { url, place, writer, signal: inner, moved }),
      )
      break
    } catch (error) {
      if (place.received - earnedAt >= bytesOfAttempts) {
        earnedAt = place.received
        attempt = 1
      }
      if (signal.aborted || !mayPassFurther(error) || attempt === attemptsMax) throw error
      await pause(waitBefore(error, attempt), signal)
      url = await receiving.address()
    }
  }
  if (size !== undefined && place.received !== size) {
    const message = `${name} has ${size} bytes, but ${place.received} arrived`
    throw new TransferError(message, { file: name })
  }
  return place.received
}

const mayPassFurther = (error: unknown): boolean =>
  mayPass(error) || (error instanceof ConnectionError && error.reason === 'timed_out')

interface Attempt {
  readonly url: string
  readonly place: Place
  readonly writer: WritableStreamDefaultWriter<Uint8Array>
  readonly signal: AbortSignal
  readonly moved: () => void
}

const receiveRest = async (
  { connection, name, size, digest, counter }: Receiving,
  { url, place, writer, signal, moved }: Attempt,
): Promise<void> => {
  const reader = await openRest(connection, { name, size, url }, place, signal, moved)
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
