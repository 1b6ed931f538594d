import { libraryMove, libraryMoveKind } from '../libraries/moving/library-move.ts'
import { pullKind } from '../pulls/pull-checkpoint.ts'
import { pullFile } from '../pulls/pull-file.ts'
import { libraryEvictKind } from '../subscriptions/evicting/library-evict-kind.ts'
import { libraryEvict } from '../subscriptions/evicting/library-evict.ts'
import { itemSyncKind } from '../subscriptions/synchronizing/item-sync-kind.ts'
import { itemSync } from '../subscriptions/synchronizing/item-sync.ts'
import { librarySyncKind } from '../subscriptions/synchronizing/library-sync-kind.ts'
import { librarySync } from '../subscriptions/synchronizing/library-sync.ts'
import type { TaskKinds } from './task-kind.ts'

/** Pulls: they take long, and mostly wait for somebody else's server. */
export const pullKinds: TaskKinds = { [pullKind]: pullFile }

/** What subscribed libraries fetch: it waits for their publishers. */
export const followKinds: TaskKinds = {
  [librarySyncKind]: librarySync,
  [itemSyncKind]: itemSync,
}

/** What is done here alone. */
export const ownKinds: TaskKinds = {
  [libraryMoveKind]: libraryMove,
  [libraryEvictKind]: libraryEvict,
}

/** Every kind of task there is; a name never changes, as rows hold it. */
export const taskKinds: TaskKinds = { ...ownKinds, ...followKinds, ...pullKinds }
