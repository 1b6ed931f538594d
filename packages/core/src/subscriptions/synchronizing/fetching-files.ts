import { limits } from '../../limits.ts'
import type { Change } from '../../ports/changes.ts'
import type { Task } from '../../ports/entities.ts'
import { blobsOf, nothingKept } from '../../segments/kept.ts'
import type { Kept } from '../../segments/kept.ts'
import type { KeptRecord } from '../../segments/kept-record.ts'
import { letSegmentsGo } from '../../segments/stored-segments.ts'
import type { TaskAdvance, TaskRun } from '../../tasks/task-kind.ts'
import type { World } from '../../world.ts'
import type { FileDocument } from '../vcsp/read-file.ts'

/** A file that is on its way, and what has been kept of it. */
export interface FetchingFile extends Kept {
  /** The publisher's id of its item. */
  readonly sourceId: string
  readonly name: string
  readonly size: number
  readonly etag: string | null
  /** Tries one after the other that hardly got on. */
  readonly tries: number
}

/** What the checkpoint of a synchronization holds of files that take more than a step. */
export interface FetchingFiles {
  readonly fetching?: readonly FetchingFile[]
}

/** The files that a synchronization has on their way. */
export const fetchingIn = ({ checkpoint }: Pick<Task, 'checkpoint'>): readonly FetchingFile[] =>
  (checkpoint as FetchingFiles).fetching ?? []

/** Where it is written down how far a file of a synchronization is. */
export interface FetchingRecord extends KeptRecord {
  /** Counts a try that broke off. */
  countTry(hasGotOn: boolean): Promise<void>
}

/**
 * Writes down in the checkpoint of a synchronization what is kept of a file. What was kept of another
 * one of that name is let go with the first that is written down.
 */
export const fetchingRecord = (
  world: World,
  run: TaskRun,
  sourceId: string,
  { name, size, etag }: FileDocument,
): FetchingRecord => {
  const find = () =>
    fetchingIn(run.task).find((file) => file.sourceId === sourceId && file.name === name)
  const keptOf = (file: FetchingFile | undefined): Kept =>
    file?.size === size && file.etag === etag ? file : nothingKept
  const written = (file: FetchingFile): Omit<TaskAdvance, 'changes'> => {
    const others = fetchingIn(run.task).filter(
      (one) => one.sourceId !== sourceId || one.name !== name,
    )
    const checkpoint = { ...(run.task.checkpoint as FetchingFiles), fetching: [...others, file] }
    return { checkpoint, message: run.task.progressMessage }
  }
  return {
    get kept() {
      return keptOf(find())
    },
    get isFull() {
      return fetchingIn(run.task).flatMap(blobsOf).length >= limits.syncSegmentsMax
    },
    advance: (decide) =>
      run.advance(async () => {
        const file = find()
        const before = keptOf(file)
        const { changes, kept } = await decide(before)
        const stale = file && before !== file ? await letSegmentsGo(world, blobsOf(file)) : []
        const { tries } = before === file ? file : { tries: 0 }
        return {
          changes: [...changes, ...stale],
          ...written({ ...kept, sourceId, name, size, etag, tries }),
        }
      }),
    countTry: (hasGotOn) =>
      run.advance(async () => {
        const file = find()
        const { progressMessage: message } = run.task
        if (!file) return { changes: [], message }
        return { changes: [], ...written({ ...file, tries: hasGotOn ? 0 : file.tries + 1 }) }
      }),
  }
}

/** How often a file of an item was begun, one time after the other, and hardly got on. */
export const triesIn = (task: Pick<Task, 'checkpoint'>, sourceId: string): number =>
  fetchingIn(task)
    .filter((file) => file.sourceId === sourceId)
    .reduce((most, { tries }) => Math.max(most, tries), 0)

/** What is written where nothing is kept any more of the files that are over. */
export const endFetching = async (
  world: World,
  task: Pick<Task, 'checkpoint'>,
  isOver: (file: FetchingFile) => boolean = () => true,
): Promise<{ readonly changes: readonly Change[]; readonly fetching: readonly FetchingFile[] }> => {
  const files = fetchingIn(task)
  const over = files.filter(isOver)
  return {
    changes: await letSegmentsGo(world, over.flatMap(blobsOf)),
    fetching: files.filter((file) => !over.includes(file)),
  }
}
