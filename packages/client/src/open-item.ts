import type { DownloadSessionFileInfo } from '@accession/core/contract'
import type { DownloadClient } from './download-item.ts'
import { prepareFile } from './prepare-file.ts'
import { transfer } from './transfer.ts'
import { TransferError } from './transfer-error.ts'
import { whileMoving } from './while-moving.ts'
import { withDownloadSession } from './with-download-session.ts'

/** Bytes of a file from `start` to before `end`. */
export interface ItemRange {
  readonly start: number
  readonly end: number
}

/** An item as it was at one moment, to be looked into. */
export interface OpenItem {
  readonly files: readonly DownloadSessionFileInfo[]
  /** A part of a file, kept in memory; shorter, or empty, where the file ends before. */
  read(name: string, range: ItemRange): Promise<Uint8Array>
}

const idleTimeoutMs = 120_000

/** Opens an item, so that parts of its files can be read while `use` runs, whatever happens to it meanwhile. */
export const openItem = <T>(
  client: DownloadClient,
  options: { readonly itemId: string; readonly signal?: AbortSignal | undefined },
  use: (item: OpenItem) => Promise<T>,
): Promise<T> =>
  withDownloadSession(client, options, ({ sessionId, files, signal }) =>
    use({
      files,
      async read(name, { start, end }) {
        const prepared = await prepareFile({ client, sessionId, name, options: {}, signal })
        const { size = Number.MAX_SAFE_INTEGER, download_endpoint } = prepared
        const last = Math.min(end, size)
        if (start >= last) return new Uint8Array()
        const bounds = { signal, idleTimeoutMs, what: `download of a part of ${name}` }
        return whileMoving(bounds, async (inner, moved) => {
          const response = await transfer(client.connection, {
            method: 'GET',
            url: download_endpoint.uri,
            headers: { range: `bytes=${start}-${last - 1}` },
            signal: inner,
          })
          // A server that knows no ranges sends all of it: what comes before the part is passed over.
          const skipped = response.status === 206 ? 0 : start
          return readPart(response, name, { start: skipped, end: skipped + last - start }, moved)
        })
      },
    }),
  )

/** The bytes of a range of a body, whose rest is not waited for. */
const readPart = async (
  response: Response,
  name: string,
  { start, end }: ItemRange,
  moved: () => void,
): Promise<Uint8Array> => {
  const part = new Uint8Array(end - start)
  const reader = response.body?.getReader()
  let at = 0
  try {
    for (let piece = await reader?.read(); piece?.value && at < end; piece = await reader?.read()) {
      moved()
      const from = Math.max(0, start - at)
      const wanted = piece.value.subarray(from, Math.max(from, end - at))
      part.set(wanted, Math.max(0, at - start))
      at += piece.value.byteLength
    }
  } finally {
    await reader?.cancel().catch(() => undefined)
  }
  if (at >= end) return part
  throw new TransferError(`The server sent ${at} bytes of ${name} where ${end} were asked for`, {
    file: name,
  })
}
