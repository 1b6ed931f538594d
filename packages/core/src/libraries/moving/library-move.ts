import { accessionError } from '../../errors/accession-error.ts'
import { limits } from '../../limits.ts'
import { storedText } from '../../messages/stored-message.ts'
import { adjust, write } from '../../ports/changes.ts'
import type { Item, Library, Task } from '../../ports/entities.ts'
import type { TaskAdvance, TaskKind, TaskRun } from '../../tasks/task-kind.ts'
import type { World } from '../../world.ts'
import { movesVersion } from '../change-library.ts'
import { checkpointOf } from './move-checkpoint.ts'
import { moveItem } from './move-item.ts'

/** The name under which rows hold this kind of task. */
export const libraryMoveKind = 'library_migrate'

/** Items that are added up in one step. */
const measuredAtOnce = 500

/**
 * Moves the bytes of a library to another place: adds up what there is, then takes item after item,
 * in the order of their ids, which grow with time; what is uploaded to the old place meanwhile, by
 * uploads that began before, is looked at again until it has come or is gone.
 */
export const libraryMove: TaskKind = {
  async step(world, run) {
    const library = await requireLibrary(world, run.task)
    const { phase } = checkpointOf(run.task)
    if (phase === 'measure') return measure(world, run, library)
    return phase === 'move' ? moveNext(world, run, library) : moveWaiting(world, run)
  },

  async abandon(world, task) {
    const { from, to } = checkpointOf(task)
    const library = await findLibrary(world, task)
    if (!library || library.place !== to) return { changes: [] }
    return { changes: [write('library', library, { place: from })] }
  },
}

const findLibrary = async (
  { store }: World,
  { subject: id }: Pick<Task, 'subject'>,
): Promise<Library | undefined> =>
  (await store.find('library', { where: { id, deletedAt: null }, limit: 1 }))[0]

const requireLibrary = async (world: World, task: Task): Promise<Library> => {
  const library = await findLibrary(world, task)
  if (!library) throw accessionError('accession.library.not_found', [task.subject])
  return library
}

const itemsAfter = ({ store }: World, libraryId: string, after: string, limit: number) =>
  store.find('item', { where: { libraryId, id: { moreThan: after } }, limit })

const measure = async (world: World, run: TaskRun, { id }: Library): Promise<void> => {
  const checkpoint = checkpointOf(run.task)
  const items = await itemsAfter(world, id, checkpoint.after, measuredAtOnce)
  const measured = items.filter(isLiving).reduce((sum, { size }) => sum + size, checkpoint.measured)
  const next =
    items.length < measuredAtOnce
      ? ({ phase: 'move', after: '' } as const)
      : { after: items.at(-1)?.id ?? '' }
  await run.advance(async () => ({
    changes: [],
    checkpoint: { ...checkpoint, ...next, measured },
    total: measured,
    message: storedText('accession.task.library_measuring', []),
  }))
}

const isLiving = ({ deletedAt }: Pick<Item, 'deletedAt'>): boolean => deletedAt === null

/** The next item: all of it, or as much as there is time for. */
const moveNext = async (world: World, run: TaskRun, library: Library): Promise<void> => {
  const { after } = checkpointOf(run.task)
  const [item] = await itemsAfter(world, library.id, after, 1)
  if (!item) return run.advance(async () => beginAgain(world, run))
  const how = isLiving(item) ? await moveItem(world, run, item) : 'moved'
  if (how === 'interrupted') return
  await run.advance(async () => {
    const checkpoint = checkpointOf(run.task)
    const waiting = how === 'waits' ? [...checkpoint.waiting, item.id] : checkpoint.waiting
    const isTooMany = waiting.length > limits.itemsMovedLaterMax
    return {
      changes: [],
      checkpoint: {
        ...checkpoint,
        after: item.id,
        waiting: isTooMany ? checkpoint.waiting : waiting,
        isAllAgain: checkpoint.isAllAgain || isTooMany,
      },
      message: storedText('accession.task.library_moving', [item.name]),
    }
  })
}

/** All items were looked at: that was all, or some wait. */
const beginAgain = async (world: World, run: TaskRun): Promise<TaskAdvance> => {
  const checkpoint = checkpointOf(run.task)
  const { waiting, isAllAgain } = checkpoint
  if (waiting.length === 0 && !isAllAgain) return end(world, run)
  const next = isAllAgain ? { after: '', waiting: [], isAllAgain: false } : { phase: 'again' }
  return {
    changes: [],
    checkpoint: { ...checkpoint, ...next },
    waitMs: limits.moveLooksAgainMs,
    message: storedText('accession.task.library_waiting', [waiting.length]),
  }
}

/** The items that waited; those that still do are looked at again later. */
const moveWaiting = async (world: World, run: TaskRun): Promise<void> => {
  const { store, clock } = world
  const left: string[] = []
  for (const id of checkpointOf(run.task).waiting) {
    const isLate = run.signal.aborted || clock.now() >= run.endsBy
    const [item] = await store.find('item', { where: { id, deletedAt: null }, limit: 1 })
    if (item && (isLate || (await moveItem(world, run, item)) !== 'moved')) left.push(id)
  }
  run.signal.throwIfAborted()
  await run.advance(async () => {
    if (left.length === 0) return end(world, run)
    return {
      changes: [],
      checkpoint: { ...checkpointOf(run.task), waiting: left },
      waitMs: limits.moveLooksAgainMs,
      message: storedText('accession.task.library_waiting', [left.length]),
    }
  })
}

const end = async (world: World, run: TaskRun): Promise<TaskAdvance> => {
  const library = await requireLibrary(world, run.task)
  const { to, backing, files, bytes } = checkpointOf(run.task)
  const settled = { storageBackings: [backing], isScattered: false }
  return {
    changes: [
      write('library', library, settled, { place: to, deletedAt: null }),
      adjust('library', library.id, movesVersion(world)),
    ],
    completed: bytes,
    total: bytes,
    end: { result: { files, bytes } },
  }
}
