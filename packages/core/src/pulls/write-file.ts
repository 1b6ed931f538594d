import { abandonArchive } from '../archives/abandon-archive.ts'
import { archiveFormatOf } from '../archives/archive-format-of.ts'
import { unpackArchive } from '../archives/receive-archive.ts'
import { abandonTransfer } from '../transfers/abandon-transfer.ts'
import type { Transfer } from '../transfers/begin-transfer.ts'
import { finishTransfer } from '../transfers/finish-transfer.ts'
import { knownBefore } from '../transfers/known-before.ts'
import { createMeter } from '../transfers/meter.ts'
import type { TaskRun } from '../tasks/task-kind.ts'
import type { Place } from '../traffic/traffic.ts'
import type { World } from '../world.ts'
import { checkpointOf } from './pull-checkpoint.ts'
import type { Progress } from './progress.ts'

/** The bytes of a whole file, and how they pass. */
export interface Writing {
  readonly bytes: AsyncIterable<Uint8Array>
  /** How many there are; null where nobody knows. */
  readonly size: number | null
  readonly place: Pick<Place, 'pass'>
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** What is fetched is counted where it comes in, and once. */
const countedBefore = { add: () => undefined }

/**
 * Writes the file itself, held against what was declared, as an upload is: once it resolves the file
 * is READY, and an archive has become its members. Where it fails, the next try writes anew.
 */
export const writeFile = async (
  world: World,
  run: TaskRun,
  transfer: Transfer,
  { bytes, size, place, progress, signal }: Writing,
): Promise<void> => {
  const { file, blobId } = transfer
  await run.advance(async () => ({
    changes: [],
    checkpoint: { ...checkpointOf(run.task), isWriting: true },
  }))
  const length = size ?? undefined
  const known = knownBefore(transfer)
  const meter = createMeter(world, { bytes, length }, known, place, countedBefore)
  progress.follow(meter)
  const format = archiveFormatOf(transfer.itemType, file.name)
  try {
    if (format) return await unpackArchive(world, transfer, format, meter, signal)
    const expectedSize = file.declaredSize ?? size ?? undefined
    await world.blobs.write(blobId, meter.bytes, { expectedSize, signal, disposable: true })
    await finishTransfer(world, transfer, meter)
  } catch (error) {
    const abandon = format ? abandonArchive : abandonTransfer
    await abandon(world, transfer, error)
    throw error
  }
}
