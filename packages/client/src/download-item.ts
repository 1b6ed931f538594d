import type { Client } from './create-client.ts'
import type { CreateDigest } from './digest.ts'
import { downloadFile } from './download-file.ts'
import { inParallel } from './in-parallel.ts'
import { withDownloadSession, type SessionNeeds } from './with-download-session.ts'

/** What a download calls: a whole client, or these services bound to a connection. */
export type DownloadClient = Pick<Client, 'connection' | 'downloadSession' | 'downloadSessionFile'>

/** What to download, and where to. */
export interface DownloadOptions extends SessionNeeds {
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
export const downloadItem = (
  client: DownloadClient,
  options: DownloadOptions,
): Promise<readonly DownloadedFile[]> =>
  withDownloadSession(client, options, ({ sessionId, files, signal, count }) => {
    const wanted = options.files ?? files.map(({ name }) => name)
    const total = files
      .filter(({ name }) => wanted.includes(name))
      .reduce((sum, { size = 0 }) => sum + size, 0)
    const counter = count(total)
    return inParallel(wanted, options.atOnce ?? 3, signal, (name, one) =>
      downloadFile({ client, sessionId, name, options, counter, signal: one }),
    )
  })
