import type { DownloadSessionFileInfo } from '@accession/core/contract'
import type { DownloadClient } from './download-item.ts'
import { keepingAlive } from './keep-alive.ts'
import { createCounter, type Counter, type Progress } from './progress.ts'

/** What a download session is opened for. */
export interface SessionNeeds {
  readonly itemId: string
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** @default 30 seconds */
  readonly keepAliveMs?: number
}

/** A download session while it is used. */
export interface OpenDownloadSession {
  readonly sessionId: string
  readonly files: readonly DownloadSessionFileInfo[]
  readonly signal: AbortSignal
  /** Begins to count towards so many bytes, of which the server is told. */
  readonly count: (total: number) => Counter
}

/** Opens a download session on an item, keeps it alive while it is used, and ends it. */
export const withDownloadSession = async <T>(
  client: DownloadClient,
  { itemId, onProgress, signal, keepAliveMs = 30_000 }: SessionNeeds,
  use: (session: OpenDownloadSession) => Promise<T>,
): Promise<T> => {
  const create_spec = { library_item_id: itemId }
  const sessionId = await client.downloadSession.create({ create_spec }, { signal })
  const session = { download_session_id: sessionId }
  let counter = createCounter(0, undefined)
  const tell = (inner: AbortSignal) =>
    client.downloadSession.keep_alive(
      { ...session, progress: counter.percent() },
      { signal: inner },
    )
  try {
    const files = await client.downloadSessionFile.list(session, { signal })
    return await keepingAlive({ everyMs: keepAliveMs, signal, tell }, (inner) =>
      use({
        sessionId,
        files,
        signal: inner,
        count: (total) => (counter = createCounter(total, onProgress)),
      }),
    )
  } finally {
    // It is a lease that runs out by itself, and its end must not hide what happened before.
    await client.downloadSession.delete(session, { timeoutMs: 10_000 }).catch(() => undefined)
  }
}
