import { libraryMove, libraryMoveKind } from '../libraries/moving/library-move.ts'
import { libraryEvictKind } from '../subscriptions/evicting/library-evict-kind.ts'
import { libraryEvict } from '../subscriptions/evicting/library-evict.ts'
import { itemSyncKind } from '../subscriptions/synchronizing/item-sync-kind.ts'
import { itemSync } from '../subscriptions/synchronizing/item-sync.ts'
import { librarySyncKind } from '../subscriptions/synchronizing/library-sync-kind.ts'
import { librarySync } from '../subscriptions/synchronizing/library-sync.ts'
import type { TaskKinds } from './task-kind.ts'

/** Every kind of task there is; a name never changes, as rows hold it. */
export const taskKinds: TaskKinds = {
  [libraryMoveKind]: libraryMove,
  [librarySyncKind]: librarySync,
  [itemSyncKind]: itemSync,
  [libraryEvictKind]: libraryEvict,
}
