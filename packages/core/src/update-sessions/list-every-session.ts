import { foldName } from '../names/fold-name.ts'
import type { UpdateSession, UpdateSessionState } from '../ports/entities.ts'
import type { Query, WithParents } from '../ports/store.ts'
import type { World } from '../world.ts'
import { stateAt } from './update-session.ts'

/** Which sessions are listed: those that fit all that is given. */
export interface SessionFilter {
  /** Those that have ended as well. @default false */
  readonly isAll?: boolean
  readonly userName?: string | undefined
  readonly itemId?: string | undefined
}

/** A session of anybody, for an operator. */
export interface ListedSession {
  readonly id: string
  readonly userName: string
  /** `LIBRARY/ITEM`, also where one of them was deleted meanwhile. */
  readonly item: string
  readonly itemId: string
  /** As it counts: while it is ACTIVE, nobody else can begin a session on its item. */
  readonly state: UpdateSessionState
  readonly clientProgress: number
  readonly createdAt: number
  readonly expiresAt: number
}

const pageRows = 1_000

/** The update sessions of all users, by id and so by age. */
export const listEverySession = async (
  { store, clock }: Pick<World, 'store' | 'clock'>,
  { isAll = false, userName, itemId }: SessionFilter = {},
): Promise<ListedSession[]> => {
  const listed: ListedSession[] = []
  const now = clock.now()
  const isListed = (session: UpdateSession): boolean =>
    (isAll || stateAt(session, now) === 'ACTIVE') &&
    (userName === undefined || foldName(session.userName) === foldName(userName))
  for (let after = '', isLast = false; !isLast;) {
    const where: Query<'updateSession'>['where'] = {
      id: { moreThan: after },
      ...(itemId !== undefined && { itemId }),
    }
    const rows = await store.findWith('updateSession', ['item', 'library'], {
      where,
      limit: pageRows,
    })
    isLast = rows.length < pageRows
    after = rows.at(-1)?.updateSession.id ?? after
    listed.push(
      ...rows
        .filter(({ updateSession }) => isListed(updateSession))
        .map((found) => asListed(found, now)),
    )
  }
  return listed
}

const asListed = (
  { updateSession, item, library }: WithParents<'updateSession', 'item' | 'library'>,
  now: number,
): ListedSession => {
  const { id, userName, itemId, clientProgress, createdAt, expiresAt } = updateSession
  const path = `${library.name}/${item.name}`
  const state = stateAt(updateSession, now)
  return { id, userName, item: path, itemId, state, clientProgress, createdAt, expiresAt }
}
