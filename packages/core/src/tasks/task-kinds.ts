import { libraryMove, libraryMoveKind } from '../libraries/moving/library-move.ts'
import { pullKind } from '../pulls/pull-checkpoint.ts'
import { pullFile } from '../pulls/pull-file.ts'
import type { TaskKinds } from './task-kind.ts'

/** Pulls: they take long, and mostly wait for somebody else's server. */
export const pullKinds: TaskKinds = { [pullKind]: pullFile }

/** What is done here alone. */
export const ownKinds: TaskKinds = { [libraryMoveKind]: libraryMove }

/** Every kind of task there is; a name never changes, as rows hold it. */
export const taskKinds: TaskKinds = { ...ownKinds, ...pullKinds }
