import { copyBlob } from '../../admin/copy-blob.ts'
import { accessionError, isAccessionError } from '../../errors/accession-error.ts'
import { limits } from '../../limits.ts'
import { adjust, write } from '../../ports/changes.ts'
import type { Change } from '../../ports/changes.ts'
import type { Item, ItemFile, UpdateSessionFile } from '../../ports/entities.ts'
import type { TaskRun } from '../../tasks/task-kind.ts'
import { beginTaskBlob, discardTaskBlob, whileReceiving } from '../../transfers/task-blob.ts'
import type { World } from '../../world.ts'
import type { FileElsewhere } from './find-elsewhere.ts'
import { checkpointOf } from './move-checkpoint.ts'

/**
 * Copies the bytes of a file to a new key in the place that its library moves to, held against size
 * and digest, then lets the file name them instead, in one commit. Answers whether it does: the file
 * may have been replaced, removed or completed meanwhile. Whoever reads the old bytes can go on.
 */
export const moveFile = async (
  world: World,
  run: TaskRun,
  item: Pick<Item, 'name'>,
  file: FileElsewhere,
  onBytes: (count: number) => void,
): Promise<boolean> => {
  const blobId = await beginTaskBlob(world, checkpointOf(run.task).to)
  let isMoved = false
  let counted = 0
  const count = (bytes: number): void => {
    counted += bytes
    onBytes(bytes)
  }
  try {
    await whileReceiving(world, blobId, run.signal, async (signal) => {
      const { blobs, hashing } = world
      await copyBlob({ from: blobs, to: blobs, hashing, signal, onBytes: count }, file.blob, blobId)
    })
    isMoved = await nameInstead(world, run, file, blobId)
    return isMoved
  } catch (error) {
    if (!isDamage(error)) throw error
    // Bytes that nothing names any more may have been freed.
    if (!(await isNamed(world, file))) return false
    const args = [file.file.name, item.name, error.message] as const
    throw accessionError('accession.library.file_damaged', args, { cause: error })
  } finally {
    if (!isMoved) {
      onBytes(-counted)
      await discardTaskBlob(world, blobId)
    }
  }
}

/** Faults of the bytes themselves, which would meet each try. */
const isDamage = (error: unknown): error is Error =>
  isAccessionError(error, 'NOT_FOUND') ||
  (isAccessionError(error) &&
    ['accession.blob.changed', 'accession.blob.damaged'].includes(error.id))

/** The one commit by which a file is moved: guarded by its row, the copy's and the task's. */
const nameInstead = async (
  world: World,
  run: TaskRun,
  file: FileElsewhere,
  copyId: string,
): Promise<boolean> => {
  let isMoved = false
  await run.advance(async () => {
    const changes = await renaming(world, file, copyId)
    isMoved = changes.length > 0
    const checkpoint = checkpointOf(run.task)
    if (!isMoved) return { changes }
    const bytes = checkpoint.bytes + (file.blob.size ?? 0)
    return {
      changes,
      checkpoint: { ...checkpoint, bytes, files: checkpoint.files + 1 },
      completed: bytes,
      total: Math.max(checkpoint.measured, bytes),
      message: run.task.progressMessage,
    }
  })
  return isMoved
}

const isNamed = async (world: World, file: FileElsewhere): Promise<boolean> =>
  (await findRow(world, file)) !== undefined

/** The row of the file, as long as it names those bytes. */
const findRow = async (
  { store }: World,
  { table, file, blob }: FileElsewhere,
): Promise<ItemFile | UpdateSessionFile | undefined> => {
  const query = { where: { id: file.id, blobId: blob.id }, limit: 1 }
  const rows = await (table === 'itemFile' ? store.find(table, query) : store.find(table, query))
  return rows[0]
}

/** None where the file names other bytes by now, or the copy was taken for dead. */
const renaming = async (
  world: World,
  file: FileElsewhere,
  copyId: string,
): Promise<readonly Change[]> => {
  const { store, clock } = world
  const { id: oldId } = file.blob
  const [row, [old], [copy]] = await Promise.all([
    findRow(world, file),
    store.find('blob', { where: { id: oldId }, limit: 1 }),
    store.find('blob', { where: { id: copyId }, limit: 1 }),
  ])
  if (!row || old?.state !== 'STORED' || copy?.state !== 'RECEIVING') return []
  const now = clock.now()
  const { size, digest } = old
  return [
    write(file.table, row, { blobId: copyId }),
    write('blob', copy, { state: 'STORED', size, digest, references: 1, dueAt: now }),
    adjust('blob', oldId, {
      add: { references: -1 },
      raise: { dueAt: now + limits.movedBytesKeptMs },
    }),
  ]
}
