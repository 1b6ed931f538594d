import type { TaskKind } from '../../tasks/task-kind.ts'
import { letGo } from '../synchronizing/fetched-files.ts'
import { requireSyncable } from '../synchronizing/require-syncable.ts'
import { findUselessFiles } from '../synchronizing/useless-files.ts'
import { evictFiles } from './evict-files.ts'

/** Where it goes on. */
interface EvictCheckpoint {
  /** The item that was looked at last. */
  readonly after: string
}

/** Where it begins. */
export const firstEvictCheckpoint: EvictCheckpoint = { after: '' }

/** Items that a step looks at: each may have a thousand files. */
const itemsAtOnce = 10

/**
 * Drops the files of a library that fetches them on demand, item after item, and then what was
 * fetched for items that could not be synchronized.
 */
export const libraryEvict: TaskKind = {
  async step(world, run) {
    await run.advance(async () => {
      const { id: libraryId } = await requireSyncable(world, run.task.subject)
      const { after } = run.task.checkpoint as EvictCheckpoint
      const items = await world.store.find('item', {
        where: { libraryId, id: { moreThan: after } },
        limit: itemsAtOnce,
      })
      const cached = items.filter((item) => item.deletedAt === null && item.isCached)
      const isLast = items.length < itemsAtOnce
      const [waiting, ...evicted] = await Promise.all([
        isLast ? findUselessFiles(world, libraryId) : [],
        ...cached.map((item) => evictFiles(world, item)),
      ])
      const left = waiting.flatMap((file) => letGo(file, world.clock.now()))
      const completed = run.task.progressCompleted + items.length
      return {
        changes: [...evicted.flat(), ...left],
        checkpoint: { after: items.at(-1)?.id ?? after },
        completed,
        total: Math.max(completed, run.task.progressTotal),
        ...(isLast && left.length === 0 && { end: { result: null } }),
      }
    })
    world.sweepSoon()
  },
}
