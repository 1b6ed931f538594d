import type { JobResult } from '../load/jobs.ts'
import { deleteHead } from '../load/session-calls.ts'
import type { LibraryServer } from '../servers/library-server.ts'
import type { Load } from '../servers/load-program.ts'

/** Creates and cancels sessions, one at a time on each item. */
export const endSessions = (
  load: Load,
  { origin, token }: LibraryServer,
  itemIds: readonly string[],
  count: number,
): Promise<JobResult> => load.run({ kind: 'endedSessions', origin, token, itemIds, count })

/** Deletes sessions that have ended. */
export const deleteEnded = (
  load: Load,
  { origin, token }: LibraryServer,
  ids: readonly string[],
): Promise<JobResult> =>
  load.run({
    kind: 'requests',
    origin,
    connections: 64,
    heads: ids.map((id) => deleteHead(token, id)),
    count: ids.length,
    status: 200,
  })
