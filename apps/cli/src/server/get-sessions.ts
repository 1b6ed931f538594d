import type { Client } from '@accession/client'
import type { UpdateSessionModel } from '@accession/core/contract'
import { getAll } from './get-all.ts'
import { itemPaths } from './item-paths.ts'

/** An update session, with `LIBRARY/ITEM` of its item where that is still there. */
export type FoundSession = UpdateSessionModel & { readonly id: string; readonly item_path?: string }

/** An update session by its id. */
export const getSession = async (
  client: Client,
  id: string,
  signal: AbortSignal,
): Promise<FoundSession> => ({
  ...(await client.updateSession.get({ update_session_id: id }, { signal })),
  id,
})

/** The sessions of the given ids, in order, without those that are gone. */
export const getSessions = async (
  client: Client,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly FoundSession[]> => getAll(ids, (id) => getSession(client, id, signal))

/** The ids of the user's sessions, of one item or all. */
export const listSessions = (
  client: Client,
  itemId: string | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> =>
  client.updateSession.list(itemId === undefined ? {} : { library_item_id: itemId }, { signal })

/** The sessions with the names of their items, where these are still there. */
export const withPaths = async <One extends FoundSession>(
  client: Client,
  sessions: readonly One[],
  signal: AbortSignal,
): Promise<readonly One[]> => createPathCache(client, signal).add(sessions)

/** Names of items, by which sessions are known to people. */
export interface PathCache {
  add<One extends FoundSession>(sessions: readonly One[]): Promise<readonly One[]>
}

/** Adds the names of items to sessions, asking for each item once. */
export const createPathCache = (client: Client, signal: AbortSignal): PathCache => {
  const known = new Map<string, string | undefined>()
  return {
    async add<One extends FoundSession>(sessions: readonly One[]): Promise<readonly One[]> {
      const itemIds = sessions.map(({ library_item_id }) => library_item_id ?? '')
      const unknown = itemIds.filter((id) => id !== '' && !known.has(id))
      const paths = await itemPaths(client, unknown, signal)
      for (const id of unknown) known.set(id, paths.get(id))
      return sessions.map((session) => {
        const path = known.get(session.library_item_id ?? '')
        return path === undefined ? session : { ...session, item_path: path }
      })
    },
  }
}
