import type {
  ChecksumInfo,
  ItemModel,
  LocalizableMessage,
  TransferEndpoint,
  UpdateSessionFileInfo,
  WarningBehavior,
} from '@accession/core/contract'
import { closeSession } from './close-session.ts'
import type { Client } from './create-client.ts'
import { createCounter, type FileCounter, type Progress } from './progress.ts'
import { createTellOfWaiting, type TellOfWaiting } from './tell-of-waiting.ts'
import { TransferError } from './transfer-error.ts'
import { undoUpload, type LeftBehind } from './undo-upload.ts'
import type { UploadClient } from './upload-item.ts'
import { pause } from './within.ts'

/** What a pull needs of a client; `task` tells why one does not get on. */
export type PullClient = UploadClient & Partial<Pick<Client, 'task'>>

/** A file that the server is to fetch. */
export interface PullFile {
  readonly name: string
  /** Where from, and how its server is known. */
  readonly source: TransferEndpoint
  /** Bytes, where they are known. */
  readonly size?: number | undefined
  /** What the server is to check the bytes against. */
  readonly checksum?: ChecksumInfo | undefined
}

/** What to pull, and where to. */
export interface PullOptions {
  /** An item that exists, by id, or the item to create. */
  readonly item: string | ItemModel
  readonly files: readonly PullFile[]
  /** What becomes of warnings about who signed the content. @default each of them fails the session */
  readonly warningBehavior?: readonly WarningBehavior[] | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Called with why a file is tried again, or waits, when that changes; not by a server without tasks. */
  readonly onWaiting?: ((why: LocalizableMessage) => void) | undefined
  /** Called when a failed pull could not be cleared away entirely, with what is left. */
  readonly onLeftBehind?: ((left: LeftBehind) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Between looks at how far it is. @default 1 second */
  readonly lookEveryMs?: number
}

/** An item whose files the server has fetched. */
export interface PulledItem {
  readonly id: string
  readonly files: readonly { readonly name: string; readonly size: number }[]
}

/**
 * Has the server fetch files into an item, as one update session, so that they are visible all at
 * once. When it fails, the session is cancelled and deleted, and the item it created too.
 */
export const pullItem = async (client: PullClient, options: PullOptions): Promise<PulledItem> => {
  const { item, signal } = options
  const made: { itemId?: string; sessionId?: string } = {}
  try {
    if (typeof item !== 'string') {
      made.itemId = await client.item.create({ create_spec: item }, { signal })
    }
    const itemId = made.itemId ?? (item as string)
    const { warningBehavior } = options
    const create_spec = {
      library_item_id: itemId,
      ...(warningBehavior && { warning_behavior: warningBehavior }),
    }
    made.sessionId = await client.updateSession.create({ create_spec }, { signal })
    const tellOfWaiting = createTellOfWaiting(client, itemId, options)
    const files = await pullFiles(client, made.sessionId, options, tellOfWaiting)
    await closeSession(client, made.sessionId, { signal, settleTimeoutMs: 30 * 60_000 })
    return { id: itemId, files }
  } catch (error) {
    await undoUpload(client, made, options.onLeftBehind)
    throw error
  }
}

const pullFiles = async (
  client: UploadClient,
  sessionId: string,
  { files, onProgress, signal, lookEveryMs = 1_000 }: PullOptions,
  tellOfWaiting: TellOfWaiting,
): Promise<PulledItem['files']> => {
  const input = { update_session_id: sessionId }
  for (const { name, source: source_endpoint, size, checksum } of files) {
    const file_spec = {
      name,
      source_type: 'PULL' as const,
      source_endpoint,
      ...(size !== undefined && { size }),
      ...(checksum && { checksum_info: checksum }),
    }
    await client.updateSessionFile.add({ ...input, file_spec }, { signal })
  }
  const follow = createFollower(files, onProgress)
  for (;;) {
    // The session's own files come with those that the item has already.
    const names = new Set(files.map(({ name }) => name))
    const all = await client.updateSessionFile.list(input, { signal })
    const pulled = all.filter(({ name }) => names.has(name))
    const failed = pulled.find(({ status }) => status === 'ERROR')
    if (failed) {
      const about = { file: failed.name, reason: failed.error_message }
      throw new TransferError(`The server could not fetch ${failed.name}`, about)
    }
    follow(pulled)
    if (pulled.every(({ status }) => status === 'READY')) {
      return pulled.map(({ name, size = 0 }) => ({ name, size }))
    }
    await tellOfWaiting(pulled)
    await pause(lookEveryMs, signal)
  }
}

/** Tells a listener of files whose sizes show only while they are fetched. */
const createFollower = (
  files: readonly PullFile[],
  onProgress: PullOptions['onProgress'],
): ((pulled: readonly UpdateSessionFileInfo[]) => void) => {
  const sizes = files.map(({ size }) => size)
  const size = sizes.reduce(
    (sum, one) => (sum === undefined || one === undefined ? undefined : sum + one),
    0,
  )
  const counter = createCounter(size, onProgress)
  const counters = new Map<string, FileCounter>()
  return (pulled) => {
    for (const { name, size: fileSize, bytes_transferred: count } of pulled) {
      const known = counters.get(name) ?? counter.file(name, fileSize)
      counters.set(name, known)
      known.set(count)
    }
  }
}
