import type { ChecksumInfo, ItemModel } from '@accession/core/contract'
import { isApiError } from './api-error.ts'
import type { Client } from './create-client.ts'
import { keepingAlive } from './keep-alive.ts'
import { createCounter, type Counter, type Progress } from './progress.ts'
import { TransferError } from './transfer-error.ts'
import { undoUpload, type LeftBehind } from './undo-upload.ts'
import { uploadFile } from './upload-file.ts'
import { pause } from './within.ts'

/** A file to upload. */
export interface UploadFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /**
   * Opens the bytes, again for a second attempt. A stream is counted as it goes; a Blob goes as it
   * is, for browsers, which cannot stream a body everywhere.
   */
  readonly open: () => ReadableStream<Uint8Array> | Blob | Promise<ReadableStream<Uint8Array>>
  /** What the server is to check the bytes against. */
  readonly checksum?: ChecksumInfo | undefined
}

/** What to upload, and where to. */
export interface UploadOptions {
  /** An item that exists, by id, or the item to create. */
  readonly item: string | ItemModel
  readonly files: readonly UploadFile[]
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Called when a failed upload could not be cleared away entirely, with what is left. */
  readonly onLeftBehind?: ((left: LeftBehind) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** @default 30 seconds */
  readonly keepAliveMs?: number
}

/**
 * Uploads files into an item as one update session, so that they are visible all at once; answers
 * the item's id. When it fails, the session is cancelled and deleted, and the item it created too.
 */
export const uploadItem = async (client: Client, options: UploadOptions): Promise<string> => {
  const { item, signal } = options
  const made: { itemId?: string; sessionId?: string } = {}
  try {
    if (typeof item !== 'string') {
      made.itemId = await client.item.create({ create_spec: item }, { signal })
    }
    const itemId = made.itemId ?? (item as string)
    const sessionId = await client.updateSession.create(
      { create_spec: { library_item_id: itemId } },
      { signal },
    )
    made.sessionId = sessionId
    await fillSession(client, sessionId, options)
    await completeSession(client, sessionId, signal)
    await untilDone(client, sessionId, signal)
    return itemId
  } catch (error) {
    await undoUpload(client, made, options.onLeftBehind)
    throw error
  }
}

const fillSession = async (
  client: Client,
  sessionId: string,
  { files, onProgress, signal, keepAliveMs = 30_000 }: UploadOptions,
): Promise<void> => {
  const counter: Counter = createCounter(
    files.reduce((sum, { size }) => sum + size, 0),
    onProgress,
  )
  const tell = (inner: AbortSignal) =>
    client.updateSession.keep_alive(
      { update_session_id: sessionId, client_progress: counter.percent() },
      { signal: inner },
    )
  await keepingAlive({ everyMs: keepAliveMs, signal, tell }, async (inner) => {
    for (const file of files) await uploadFile(client, sessionId, file, counter, inner)
  })
}

/** Servers may read what they have received once more before they let a session complete. */
const completeSession = async (
  client: Client,
  sessionId: string,
  signal: AbortSignal | undefined,
): Promise<void> => {
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 5_000)) {
    try {
      return await client.updateSession.complete({ update_session_id: sessionId }, { signal })
    } catch (error) {
      if (!isStillChecking(error)) throw error
      await pause(waitMs, signal)
    }
  }
}

/** Whether nothing but such files is in the way: the answer names each with its status. */
const isStillChecking = (error: unknown): boolean => {
  if (!isApiError(error, 'NOT_ALLOWED_IN_CURRENT_STATE')) return false
  const named = error.messages[0]?.args.join(' ') ?? ''
  return (
    named.includes('(VALIDATING)') && !/\((?:WAITING_FOR_TRANSFER|TRANSFERRING|ERROR)/.test(named)
  )
}

/** Servers may go on checking after `complete` has answered; the state says when they are through. */
const untilDone = async (
  client: Client,
  sessionId: string,
  signal: AbortSignal | undefined,
): Promise<void> => {
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 5_000)) {
    const session = await client.updateSession.get({ update_session_id: sessionId }, { signal })
    if (session.state === 'DONE') break
    if (session.state !== 'ACTIVE') {
      const message = `Update session ${sessionId} ended as ${session.state}`
      throw new TransferError(message, { reason: session.error_message })
    }
    await pause(waitMs, signal)
  }
  await client.updateSession.delete({ update_session_id: sessionId }, { signal })
}
