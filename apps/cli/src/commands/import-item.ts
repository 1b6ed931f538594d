import { uploadItem, type LeftBehind, type UploadFile } from '@accession/client'
import { hashFiles } from '../files/hash-files.ts'
import { openFile } from '../files/local-file.ts'
import type { Output } from '../output/output.ts'
import { createProgressBar } from '../output/progress-bar.ts'
import { keptFiles, type KeptFile } from '../server/kept-files.ts'
import { namingCollision } from '../server/naming-collision.ts'
import type { Session } from '../server/with-client.ts'
import { ignoredWarnings } from './ignored-warnings.ts'
import { isSentFirst, type ImportOptions, type ItemPlan } from './plan-items.ts'

/** An item that was imported, as `--json` shows it. */
export interface ImportedItem {
  readonly id: string
  readonly name: string
  readonly type: string | undefined
  /** What the item holds. */
  readonly files: readonly KeptFile[]
}

/** Makes one item of its files; when that fails or is interrupted, nothing of it stays. */
export const importItem = async (
  { client, output, signal }: Session,
  libraryId: string,
  { name, type, description, files, checksum }: ItemPlan,
  options: Pick<ImportOptions, 'ignoreWarnings'> = {},
): Promise<ImportedItem> => {
  const wanted = files.map((file) => ({ file, algorithm: 'SHA256' as const }))
  const checksums = checksum ? await hashFiles(wanted, output, signal) : undefined
  const uploads = files.map((file, index): UploadFile => {
    const digest = checksums?.[index]
    return {
      name: file.name,
      size: file.size,
      open: () => openFile(file),
      goesFirst: isSentFirst(file),
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
      warningBehavior: ignoredWarnings(options),
      onProgress: bar.onProgress,
      onLeftBehind: (left) => warnOf(left, output),
      signal,
    }).catch(namingCollision(client, { libraryId, name }))
    return { id, name, type, files: await keptFiles(client, id, signal) }
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
