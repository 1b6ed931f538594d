import type { Chapter } from './chapter.ts'
import { changes } from './chapters/changes.ts'
import { configuration } from './chapters/configuration.ts'
import { downloadSessions } from './chapters/download-sessions.ts'
import { items } from './chapters/items.ts'
import { libraries } from './chapters/libraries.ts'
import { maintenance } from './chapters/maintenance.ts'
import { moves } from './chapters/moves.ts'
import { signingIn } from './chapters/signing-in.ts'
import { subscriptions } from './chapters/subscriptions.ts'
import { tasks } from './chapters/tasks.ts'
import { trust } from './chapters/trust.ts'
import { updateSessionFiles, updateSessions } from './chapters/update-sessions.ts'
import { usages } from './chapters/usages.ts'

/** The scenario: together they call every operation of the contract. */
export const chapters: Readonly<Record<string, Chapter>> = {
  'signing in': signingIn,
  libraries,
  items,
  'update sessions': updateSessions,
  'files of update sessions': updateSessionFiles,
  'download sessions': downloadSessions,
  'changes of items': changes,
  'usages of libraries': usages,
  maintenance,
  tasks,
  'moves of libraries': moves,
  trust,
  configuration,
  'publishing and subscribing': subscriptions,
}
