import { stat } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import { Writable } from 'node:stream'
import { downloadArchive } from '@accession/client'
import { checkFileName } from '../files/file-name.ts'
import { makeFolder } from '../files/make-folder.ts'
import { openPartFile, refuseExisting } from '../files/part-file.ts'
import { formatBytes } from '../output/format-bytes.ts'
import { createProgressBar } from '../output/progress-bar.ts'
import { findItem } from '../server/find-item.ts'
import type { Session } from '../server/with-client.ts'

/**
 * Downloads an OVF item as one OVA: to a file, to a file named for the descriptor in a folder that
 * is there or whose name ends in a slash, or to standard output. Fails where it breaks off: there is no way to go on with the rest.
 */
export const exportArchive = async (
  { client, output, signal }: Session,
  text: string,
  place: string,
  force: boolean,
): Promise<void> => {
  const { id, name } = await findItem(client, text, signal)
  const bar = createProgressBar('Downloading', output)
  let path = ''
  try {
    const archive = await downloadArchive(client, {
      itemId: id,
      async open(file) {
        if (place === '-') return toStandardOutput()
        checkFileName(file.name)
        path = (await isFolder(place)) ? join(place, file.name) : place
        await makeFolder(dirname(path))
        if (!force) await refuseExisting(path)
        return openPartFile(dirname(path), basename(path), { force })
      },
      onProgress: bar.onProgress,
      signal,
    })
    if (place === '-') return
    output.result({ item: { id, name }, files: [{ ...archive, path }] }, () => [
      `Exported ${path} (${formatBytes(archive.size)})`,
    ])
  } finally {
    bar.close()
  }
}

/** Whether a place is a folder, or is named as one. */
const isFolder = async (place: string): Promise<boolean> => {
  if (place.endsWith('/') || place.endsWith(sep)) return true
  return (await stat(place).catch(() => undefined))?.isDirectory() ?? false
}

/** Whoever reads it keeps it open for others: it is not closed with the archive. */
const toStandardOutput = (): WritableStream<Uint8Array> => {
  const writer = Writable.toWeb(process.stdout).getWriter()
  return new WritableStream<Uint8Array>({
    write: (piece) => writer.write(piece),
    close: () => writer.ready,
  })
}
