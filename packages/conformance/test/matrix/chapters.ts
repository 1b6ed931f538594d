import type { Chapter } from './chapter.ts'
import { downloadSessions } from './chapters/download-sessions.ts'
import { items } from './chapters/items.ts'
import { libraries } from './chapters/libraries.ts'
import { signingIn } from './chapters/signing-in.ts'
import { updateSessionFiles, updateSessions } from './chapters/update-sessions.ts'

/** The scenario: together they call every operation of the contract. */
export const chapters: Readonly<Record<string, Chapter>> = {
  'signing in': signingIn,
  libraries,
  items,
  'update sessions': updateSessions,
  'files of update sessions': updateSessionFiles,
  'download sessions': downloadSessions,
}
