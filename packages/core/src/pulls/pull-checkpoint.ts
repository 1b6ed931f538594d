import type { Task } from '../ports/entities.ts'

/** The name under which rows hold this kind of task. */
export const pullKind = 'update_session_file_pull'

/** Bytes of the file that have been kept, in a blob of their own. */
export interface Segment {
  readonly blobId: string
  /** Bytes. */
  readonly size: number
}

/** Where the pull of a file goes on. */
export interface PullCheckpoint {
  readonly sessionId: string
  readonly fileId: string
  readonly name: string
  /** What has been kept, in the file's order. */
  readonly segments: readonly Segment[]
  /** What tells the file that they are of from another at the same address. */
  readonly validator: string | null
  /** Bytes of the whole file, where its server has told. */
  readonly total: number | null
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
  segments: [],
  validator: null,
  total: null,
  tries: 0,
  isWriting: false,
})

/** Where the pull of that task goes on. */
export const checkpointOf = ({ checkpoint }: Pick<Task, 'checkpoint'>): PullCheckpoint =>
  checkpoint as PullCheckpoint

/** The bytes that have been kept. */
export const keptBytes = ({ segments }: Pick<PullCheckpoint, 'segments'>): number =>
  segments.reduce((sum, { size }) => sum + size, 0)
