import type { Client } from './create-client.ts'
import { inParallel } from './in-parallel.ts'
import { createCounter, type Progress } from './progress.ts'
import { publicationPath, type PublishedFile } from './read-publication.ts'
import { receiveFile } from './receive-file.ts'

/** Which files of a published library to download, and where to. */
export interface PublishedDownload {
  readonly libraryId: string
  readonly files: readonly PublishedFile[]
  /** Opens the place for a file; it is closed once all bytes have come, and aborted otherwise. */
  readonly open: (file: PublishedFile) => Promise<WritableStream<Uint8Array>>
  /** Files under way at once. @default 3 */
  readonly atOnce?: number
  readonly onProgress?: ((progress: Progress) => void) | undefined
  readonly signal?: AbortSignal | undefined
  /** Of each file, without a piece of bytes arriving. @default 2 minutes */
  readonly idleTimeoutMs?: number
}

/** Downloads files of a published library; a transfer that breaks goes on where it broke. */
export const downloadPublished = async (
  { connection }: Pick<Client, 'connection'>,
  { libraryId, files, open, ...options }: PublishedDownload,
): Promise<void> => {
  const { atOnce = 3, idleTimeoutMs = 120_000 } = options
  const total = files.reduce((sum, { size }) => sum + size, 0)
  const counter = createCounter(total, options.onProgress)
  const all = options.signal ?? new AbortController().signal
  await inParallel(files, atOnce, all, async (file, signal) => {
    const { name, size, href } = file
    const writer = (await open(file)).getWriter()
    const address = async () => `${publicationPath(libraryId)}${href}`
    const counted = counter.file(name, size)
    try {
      await receiveFile(
        { connection, name, size, address, counter: counted, idleTimeoutMs, signal },
        writer,
      )
      await writer.close()
    } catch (error) {
      // It may be broken already; what broke first is what is told.
      await writer.abort(error).catch(() => undefined)
      throw error
    }
  })
}
