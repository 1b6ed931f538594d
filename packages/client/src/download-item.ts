import type { Client } from './create-client.ts'
import type { CreateDigest } from './digest.ts'
import { downloadFile } from './download-file.ts'
import { inParallel } from './in-parallel.ts'
import { keepingAlive } from './keep-alive.ts'
import { createCounter, type Progress } from './progress.ts'

/** What a download calls: a whole client, or these services bound to a connection. */
export type DownloadClient = Pick<Client, 'connection' | 'downloadSession' | 'downloadSessionFile'>

/** What to download, and where to. */
export interface DownloadOptions {
  readonly itemId: string
  /** Names of files. @default all */
  readonly files?: readonly string[]
  /** Opens the place for a file; it is closed once the bytes are verified, and aborted otherwise. */
  readonly open: (file: {
    readonly name: string
    readonly size: number | undefined
  }) => WritableStream<Uint8Array> | Promise<WritableStream<Uint8Array>>
  /** Files under way at once. @default 3 */
  readonly atOnce?: number
  /** Makes a digest; without it, or where it answers undefined, only sizes are verified. */
  readonly createDigest?: CreateDigest | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** @default 30 seconds */
  readonly keepAliveMs?: number
  /** Of each file, without a piece of bytes arriving. @default 2 minutes */
  readonly idleTimeoutMs?: number
  /** For the server to prepare a file. @default 30 minutes */
  readonly settleTimeoutMs?: number
}

/** A file that was downloaded. */
export interface DownloadedFile {
  readonly name: string
  /** Bytes. */
  readonly size: number
}

/**
 * Downloads files of an item as they were at one moment, whatever happens to the item meanwhile.
 * A transfer that breaks goes on where it broke.
 */
export const downloadItem = async (
  client: DownloadClient,
  options: DownloadOptions,
): Promise<readonly DownloadedFile[]> => {
  const { itemId, signal, keepAliveMs = 30_000, atOnce = 3 } = options
  const sessionId = await client.downloadSession.create(
    { create_spec: { library_item_id: itemId } },
    { signal },
  )
  const session = { download_session_id: sessionId }
  try {
    const listed = await client.downloadSessionFile.list(session, { signal })
    const wanted = options.files ?? listed.map(({ name }) => name)
    const total = listed
      .filter(({ name }) => wanted.includes(name))
      .reduce((sum, { size = 0 }) => sum + size, 0)
    const counter = createCounter(total, options.onProgress)
    const tell = (inner: AbortSignal) =>
      client.downloadSession.keep_alive(
        { ...session, progress: counter.percent() },
        { signal: inner },
      )
    return await keepingAlive({ everyMs: keepAliveMs, signal, tell }, (inner) =>
      inParallel(wanted, atOnce, inner, (name, one) =>
        downloadFile({ client, sessionId, name, options, counter, signal: one }),
      ),
    )
  } finally {
    // It is a lease that runs out by itself, and its end must not hide what happened before.
    await client.downloadSession.delete(session, { timeoutMs: 10_000 }).catch(() => undefined)
  }
}
