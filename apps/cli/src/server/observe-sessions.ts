import type { Client } from '@accession/client'
import type { UpdateSessionFileInfo } from '@accession/core/contract'
import { getAll } from './get-all.ts'
import { getSession, type FoundSession } from './get-sessions.ts'

/** A session as it was at one moment. */
export interface ObservedSession extends FoundSession {
  readonly files: readonly UpdateSessionFileInfo[]
}

/** Sessions with their files as they are now; those that are gone are left out. */
export const observeSessions = (
  client: Client,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly ObservedSession[]> =>
  getAll(ids, async (id) => {
    const [session, files] = await Promise.all([
      getSession(client, id, signal),
      client.updateSessionFile.list({ update_session_id: id }, { signal }),
    ])
    // A file that the session does not touch is no business of it.
    return { ...session, files: files.filter(({ source_type }) => source_type !== 'NONE') }
  })
