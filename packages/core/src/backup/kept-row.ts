import { isReferred } from '../admin/is-referred.ts'
import type { TableName, Tables } from '../ports/schema.ts'
import { isAwaited } from '../presigned/awaited-file.ts'
import { isPending, withoutPull } from '../pulls/pending.ts'
import { isHold } from './hold-blobs.ts'
import { isRestoreMark } from './restore-mark.ts'

/** A row as a backup keeps it; undefined for one that it leaves out. */
type Keep<T extends TableName> = (row: Tables[T]) => Tables[T] | undefined

/** A session of another place and time knows nothing of the tokens there. */
const withoutToken = <Row extends { readonly tokenId: string | null }>(row: Row): Row => ({
  ...row,
  tokenId: null,
})

/**
 * What is on its way is left out: tokens, bytes that are being received or freed. A file whose
 * upload runs waits for another one.
 */
const keeps: { readonly [T in TableName]?: Keep<T> } = {
  token: () => undefined,
  setting: (row) => (isHold(row.id) || isRestoreMark(row.id) ? undefined : row),
  // A backup has its bytes in one place, and is restored into one.
  blob: (row) => (isReferred(row) ? { ...row, writableUntil: null, place: null } : undefined),
  library: (row) => ({ ...row, place: null, isScattered: false }),
  // What goes on there is not to go on here.
  task: (row) => (row.endedAt === null ? undefined : row),
  updateSession: (row) => ({ ...withoutToken(row), completingUser: null }),
  downloadSession: withoutToken,
  updateSessionFile: (row) =>
    isPending(row)
      ? withoutPull(row)
      : row.transferBlobId === null && !isAwaited(row)
        ? row
        : {
            ...row,
            status: 'WAITING_FOR_TRANSFER',
            bytesTransferred: 0,
            transferBlobId: null,
            blobId: null,
          },
}

/** The rows as a backup keeps them. */
export const keptRows = <T extends TableName>(
  table: T,
  rows: readonly Tables[T][],
): readonly Tables[T][] => {
  const keep: Keep<T> | undefined = keeps[table]
  if (!keep) return rows
  return rows.map(keep).filter((row) => row !== undefined)
}
