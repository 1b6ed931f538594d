import type {
  ChecksumAlgorithm,
  ChecksumInfo,
  ItemModel,
  WarningBehavior,
} from '@accession/core/contract'
import { closeSession } from './close-session.ts'
import type { Client } from './create-client.ts'
import type { CreateDigest } from './digest.ts'
import { inParallel } from './in-parallel.ts'
import { keepingAlive } from './keep-alive.ts'
import { createCounter, type Progress } from './progress.ts'
import { undoUpload, type LeftBehind } from './undo-upload.ts'
import { uploadFile } from './upload-file.ts'
import { verifySent } from './verify-sent.ts'

/** What an upload calls: a whole client, or these services bound to a connection. */
export type UploadClient = Pick<
  Client,
  'connection' | 'item' | 'updateSession' | 'updateSessionFile'
>

/** A file to upload. */
export interface UploadFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /**
   * Opens the bytes, again for a second attempt. A stream is counted as it goes; a Blob goes as it
   * is, for browsers, which cannot stream a body everywhere.
   */
  readonly open: () =>
    | ReadableStream<Uint8Array>
    | Blob
    | Promise<ReadableStream<Uint8Array> | Blob>
  /** What the server is to check the bytes against, where it is known beforehand. */
  readonly checksum?: ChecksumInfo | undefined
  /**
   * Sent before all files without it: servers want the manifest of an OVF, and its signature, before what
   * they are about. @default false
   */
  readonly goesFirst?: boolean
}

/** A file that was sent. */
export interface SentFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** As declared, or as digested on the way. */
  readonly checksum: ChecksumInfo | undefined
  /** Whether the server has held the bytes against that checksum, or told the same one itself. */
  readonly isVerified: boolean
}

/** What to upload, and where to. */
export interface UploadOptions {
  /** An item that exists, by id, or the item to create. */
  readonly item: string | ItemModel
  readonly files: readonly UploadFile[]
  /** Files under way at once. @default 3 */
  readonly atOnce?: number
  /**
   * Makes a digest for files without a checksum: of a Blob before it is sent, so that the server
   * checks it; of a stream on the way, held against what the server tells of the file, if anything.
   */
  readonly createDigest?: CreateDigest | undefined
  /** @default 'SHA256' */
  readonly algorithm?: ChecksumAlgorithm
  /** What becomes of warnings about who signed the content. @default each of them fails the session */
  readonly warningBehavior?: readonly WarningBehavior[] | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Called with each file once it is there, before the session completes. */
  readonly onSent?: ((file: SentFile) => void) | undefined
  /** Called when a failed upload could not be cleared away entirely, with what is left. */
  readonly onLeftBehind?: ((left: LeftBehind) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** @default 30 seconds */
  readonly keepAliveMs?: number
  /** Of each file, without a piece of bytes moving. @default 2 minutes */
  readonly idleTimeoutMs?: number
  /** For the server to check what it has received, once all is sent. @default 30 minutes */
  readonly settleTimeoutMs?: number
}

/**
 * Uploads files into an item as one update session, so that they are visible all at once; answers
 * the item's id. When it fails, the session is cancelled and deleted, and the item it created too.
 */
export const uploadItem = async (client: UploadClient, options: UploadOptions): Promise<string> => {
  const { item, signal, warningBehavior, settleTimeoutMs = 30 * 60_000 } = options
  const made: { itemId?: string; sessionId?: string } = {}
  try {
    if (typeof item !== 'string') {
      made.itemId = await client.item.create({ create_spec: item }, { signal })
    }
    const itemId = made.itemId ?? (item as string)
    const sessionId = await client.updateSession.create(
      {
        create_spec: {
          library_item_id: itemId,
          ...(warningBehavior && { warning_behavior: warningBehavior }),
        },
      },
      { signal },
    )
    made.sessionId = sessionId
    await fillSession(client, sessionId, options)
    await closeSession(client, sessionId, { signal, settleTimeoutMs })
    return itemId
  } catch (error) {
    await undoUpload(client, made, options.onLeftBehind)
    throw error
  }
}

const fillSession = async (
  client: UploadClient,
  sessionId: string,
  options: UploadOptions,
): Promise<void> => {
  const { files, atOnce = 3, signal, keepAliveMs = 30_000 } = options
  const size = files.reduce((sum, file) => sum + file.size, 0)
  const counter = createCounter(size, options.onProgress)
  const tell = (inner: AbortSignal) =>
    client.updateSession.keep_alive(
      { update_session_id: sessionId, client_progress: counter.percent() },
      { signal: inner },
    )
  await keepingAlive({ everyMs: keepAliveMs, signal, tell }, async (inner) => {
    const send = (some: readonly UploadFile[]) =>
      inParallel(some, atOnce, inner, (file, one) =>
        uploadFile({ client, sessionId, file, options, counter, signal: one }),
      )
    const sentFirst = await send(files.filter(({ goesFirst = false }) => goesFirst))
    const sentThen = await send(files.filter(({ goesFirst = false }) => !goesFirst))
    await verifySent(client, sessionId, [...sentFirst, ...sentThen], options.onSent, inner)
  })
}
