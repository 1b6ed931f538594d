import { inParallel } from '../../admin/in-parallel.ts'
import { limits } from '../../limits.ts'
import type { Item } from '../../ports/entities.ts'
import type { TaskRun } from '../../tasks/task-kind.ts'
import type { World } from '../../world.ts'
import { findElsewhere } from './find-elsewhere.ts'
import { checkpointOf } from './move-checkpoint.ts'
import { moveFile } from './move-file.ts'

/**
 * Moves the files of an item that are elsewhere, and those that its update session has received, a
 * few at once. `waits`: some cannot be moved yet. `interrupted`: others are to have their turn, or
 * the run is over; what was moved stays so.
 */
export const moveItem = async (
  world: World,
  run: TaskRun,
  item: Item,
): Promise<'moved' | 'waits' | 'interrupted'> => {
  const { to, bytes: before } = checkpointOf(run.task)
  const { movable, isWaiting } = await findElsewhere(world, item.id, to)
  let [isLate, isMissed, copied] = [false, false, 0]
  const onBytes = (count: number): void => {
    copied += count
    run.tell(before + copied)
  }
  async function* inTime() {
    for (const file of movable) {
      if (run.signal.aborted || world.clock.now() >= run.endsBy) isLate = true
      if (isLate) return
      yield file
    }
  }
  await inParallel(inTime(), limits.filesMovedAtOnce, async (file) => {
    if (!(await moveFile(world, run, item, file, onBytes))) isMissed = true
  })
  if (isLate) {
    run.signal.throwIfAborted()
    await run.advance(async () => ({ changes: [] }))
    return 'interrupted'
  }
  return isWaiting || isMissed ? 'waits' : 'moved'
}
