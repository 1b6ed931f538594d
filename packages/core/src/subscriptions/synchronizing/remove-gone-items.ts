import { movesVersion } from '../../libraries/change-library.ts'
import { limits } from '../../limits.ts'
import { adjust, check, write } from '../../ports/changes.ts'
import { whileInUse } from '../../libraries/maintenance.ts'
import type { TaskRun } from '../../tasks/task-kind.ts'
import type { World } from '../../world.ts'
import type { PublishedItems } from './known-list.ts'
import { requireSyncable } from './require-syncable.ts'
import { syncCheckpointOf } from './sync-checkpoint.ts'

/**
 * Deletes, of the next items in the order of the publisher's ids, those that it has no more; refused
 * ones stay. They go before others come, so that names are free.
 */
export const removeGoneItems = async (
  world: World,
  run: TaskRun,
  libraryId: string,
  { byId, refusedIds }: PublishedItems,
): Promise<void> => {
  let removed = 0
  await run.advance(async () => {
    await requireSyncable(world, libraryId)
    const checkpoint = syncCheckpointOf(run.task)
    const sourceId = { moreThan: checkpoint.after }
    // Living ones alone: those that went and await the sweep may share an id with one that is back.
    const items = await world.store.find('item', {
      where: { libraryId, sourceId, deletedAt: null },
      orderBy: 'sourceId',
      limit: limits.itemsLookedAtOnce,
    })
    const gone = items.filter(
      ({ sourceId: id }) => id !== null && !byId.has(id) && !refusedIds.has(id),
    )
    removed = gone.length
    const isLast = items.length < limits.itemsLookedAtOnce
    const deletedAt = world.clock.now()
    return {
      changes: [
        ...gone.map((item) => write('item', item, { deletedAt }, { deletedAt: null })),
        removed > 0
          ? adjust('library', libraryId, movesVersion(world))
          : check('library', libraryId, whileInUse),
      ],
      checkpoint: {
        ...checkpoint,
        removed: checkpoint.removed + removed,
        ...(isLast
          ? { phase: 'items', after: '' }
          : { after: items.at(-1)?.sourceId ?? checkpoint.after }),
      },
      total: byId.size,
      message: run.task.progressMessage,
    }
  })
  if (removed > 0) world.sweepSoon()
}
