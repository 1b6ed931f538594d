import type { StorageBacking, Task } from '../../ports/entities.ts'

/** Where the move of a library goes on. */
export interface MoveCheckpoint {
  /** The place that new bytes went to before; they do again should the move be given up. */
  readonly from: string | null
  readonly to: string | null
  /** What the library shows as its backing once all is there. */
  readonly backing: StorageBacking
  readonly phase: 'measure' | 'move' | 'again'
  /** The item that was looked at last in this phase. */
  readonly after: string
  /** Items with bytes elsewhere that cannot be moved yet. */
  readonly waiting: readonly string[]
  /** More of them than are kept: every item is looked at again. */
  readonly isAllAgain: boolean
  /** Files and bytes that were moved. */
  readonly files: number
  readonly bytes: number
  /** Bytes that there are, as far as they were added up. */
  readonly measured: number
}

/** Where a move begins. */
export const firstCheckpoint = (
  move: Pick<MoveCheckpoint, 'from' | 'to' | 'backing'>,
): MoveCheckpoint => ({
  ...move,
  phase: 'measure',
  after: '',
  waiting: [],
  isAllAgain: false,
  files: 0,
  bytes: 0,
  measured: 0,
})

/** Where the move that a task is has come. */
export const checkpointOf = ({ checkpoint }: Pick<Task, 'checkpoint'>): MoveCheckpoint =>
  checkpoint as MoveCheckpoint
