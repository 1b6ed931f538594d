import { limits } from '../limits.ts'
import type { Task } from '../ports/entities.ts'
import { keptBytes, nothingKept } from '../segments/kept.ts'
import type { Kept } from '../segments/kept.ts'
import type { KeptRecord } from '../segments/kept-record.ts'
import type { TaskRun } from '../tasks/task-kind.ts'

/** The name under which rows hold this kind of task. */
export const pullKind = 'update_session_file_pull'

/** Where the pull of a file goes on. */
export interface PullCheckpoint extends Kept {
  readonly sessionId: string
  readonly fileId: string
  readonly name: string
  /** Tries one after the other that hardly got on. */
  readonly tries: number
  /** The file itself is being written: where that was broken off, its blob is of no use. */
  readonly isWriting: boolean
}

/** Where a pull begins. */
export const firstCheckpoint = (
  file: Pick<PullCheckpoint, 'sessionId' | 'fileId' | 'name'>,
): PullCheckpoint => ({
  ...file,
  ...nothingKept,
  tries: 0,
  isWriting: false,
})

/** Where the pull of that task goes on. */
export const checkpointOf = ({ checkpoint }: Pick<Task, 'checkpoint'>): PullCheckpoint =>
  checkpoint as PullCheckpoint

/** Writes down in the checkpoint of a pull what is kept of its file. */
export const pullRecord = (run: TaskRun): KeptRecord => ({
  get kept() {
    return checkpointOf(run.task)
  },
  get isFull() {
    return checkpointOf(run.task).segments.length >= limits.pullSegmentsMax
  },
  advance: (decide) =>
    run.advance(async () => {
      const before = checkpointOf(run.task)
      const { changes, kept } = await decide(before)
      const completed = keptBytes(kept)
      const total = Math.max(kept.total ?? 0, completed)
      return { changes, checkpoint: { ...before, ...kept, isWriting: false }, completed, total }
    }),
})
