import type { Change } from '../ports/changes.ts'
import type { StoredError, StoredMessage, Task } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** What a step has decided: committed together, guarded by the task's row. */
export interface TaskAdvance {
  readonly changes: readonly Change[]
  /** Where the next step goes on. */
  readonly checkpoint?: unknown
  readonly completed?: number
  readonly total?: number
  readonly message?: StoredMessage
  /** There is nothing to do for so long: BLOCKED until then. */
  readonly waitMs?: number
  /** It has SUCCEEDED, and this is its result, null where there is none; or it has FAILED by an error. */
  readonly end?: { readonly result: unknown } | { readonly error: StoredError }
}

/** A task that this process has taken up, as its steps see it. */
export interface TaskRun {
  /** As it was last committed. */
  readonly task: Task
  /** Aborts when the task is no longer ours, was cancelled, or the process stops. */
  readonly signal: AbortSignal
  /** When the step should have ended, so that others have their turn. */
  readonly endsBy: number
  /** Tells how much is completed in the middle of a step; commutative, and written down now and then. */
  tell(completed: number): void
  /**
   * Commits what was decided, unless the task was cancelled or is another node's meanwhile: then it
   * rejects and nothing was changed. Decides anew where a row that it relied on has changed. Those
   * that a step asks for side by side are done one after the other.
   */
  advance(decide: () => Promise<TaskAdvance>): Promise<void>
}

/** How the tasks of one kind are carried on. */
export interface TaskKind {
  /**
   * One bounded step: it works, then advances at least once. A node may die anywhere in it, and
   * another one repeats it from the last commit. An error that may pass is tried again, later each
   * time; another one fails the task.
   */
  step(world: World, run: TaskRun): Promise<void>
  /** What is undone, in the same commit, when the task fails or is cancelled, with the error that tells why. */
  abandon?(world: World, task: Task, error: StoredError): Promise<Abandonment>
}

/** What is undone of a task. */
export interface Abandonment {
  readonly changes: readonly Change[]
  /** Tells of it, once it is committed. @default there is nothing to tell */
  readonly tell?: () => void
}

/** Kinds by their names. */
export type TaskKinds = Readonly<Record<string, TaskKind>>
