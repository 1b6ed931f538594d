import { uploadItem, type LeftBehind, type UploadFile } from '@accession/client'
import { hashFile, openFile, type LocalFile } from '../files/local-file.ts'
import type { Output } from '../output/output.ts'
import { createProgressBar } from '../output/progress-bar.ts'
import { namingCollision } from '../server/naming-collision.ts'
import type { Session } from '../server/with-client.ts'
import type { ItemPlan } from './plan-items.ts'

/** An item that was imported, as `--json` shows it. */
export interface ImportedItem {
  readonly id: string
  readonly name: string
  readonly type: string | undefined
  readonly files: readonly { readonly name: string; readonly size: number }[]
}

/** Makes one item of its files; when that fails or is interrupted, nothing of it stays. */
export const importItem = async (
  { client, output, signal }: Session,
  libraryId: string,
  { name, type, description, files, checksum }: ItemPlan,
): Promise<ImportedItem> => {
  const checksums = checksum ? await hashFiles(files, output, signal) : undefined
  const uploads = files.map((file, index): UploadFile => {
    const digest = checksums?.[index]
    return {
      name: file.name,
      size: file.size,
      open: () => openFile(file),
      ...(digest !== undefined && { checksum: { algorithm: 'SHA256', checksum: digest } }),
    }
  })
  const bar = createProgressBar('Uploading', output)
  try {
    const id = await uploadItem(client, {
      item: {
        library_id: libraryId,
        name,
        ...(type !== undefined && { type }),
        ...(description !== undefined && { description }),
      },
      files: uploads,
      onProgress: bar.onProgress,
      onLeftBehind: (left) => warnOf(left, output),
      signal,
    }).catch(namingCollision(client, { libraryId, name }))
    return { id, name, type, files: files.map((file) => ({ name: file.name, size: file.size })) }
  } finally {
    bar.close()
  }
}

/** The SHA-256 of each file, read one after the other. */
const hashFiles = async (
  files: readonly LocalFile[],
  output: Output,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const bar = createProgressBar('Reading', output)
  const size = files.reduce((sum, file) => sum + file.size, 0)
  let before = 0
  try {
    const digests: string[] = []
    for (const file of files) {
      const onProgress = (fileBytes: number) =>
        bar.onProgress({
          file: file.name,
          fileBytes,
          fileSize: file.size,
          bytes: before + fileBytes,
          size,
        })
      digests.push(await hashFile(file, onProgress, signal))
      before += file.size
    }
    return digests
  } finally {
    bar.close()
  }
}

/** Tells what of an item could not be taken back. */
export const warnOf = ({ itemId, sessionId, error }: LeftBehind, output: Output): void => {
  const what =
    sessionId === undefined
      ? `item ${itemId} is left; remove it with \`accession item rm ${itemId}\``
      : `update session ${sessionId} is left; remove it with \`accession session rm --force ${sessionId}\``
  output.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`)
}
