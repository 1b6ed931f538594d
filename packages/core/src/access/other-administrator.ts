import { pagesOf } from '../admin/pages-of.ts'
import { accessionError } from '../errors/accession-error.ts'
import { check } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { User } from '../ports/entities.ts'
import type { World } from '../world.ts'

const isAdministrator = ({ grants }: Pick<User, 'grants'>): boolean =>
  grants.some(({ role, libraryId }) => role === 'admin' && libraryId === null)

/**
 * What a commit relies on that takes `user` the administration, or leaves it `after`: that somebody
 * else holds it. Throws where nobody does.
 */
export const relyOnOtherAdministrator = async (
  { store }: Pick<World, 'store'>,
  user: User,
  after: Pick<User, 'grants'> = { grants: [] },
): Promise<Change[]> => {
  if (!isAdministrator(user) || isAdministrator(after)) return []
  for await (const users of pagesOf(store, 'user')) {
    const other = users.find((each) => each.id !== user.id && isAdministrator(each))
    if (other) return [check('user', other.id, { revision: other.revision })]
  }
  throw accessionError('accession.access.last_administrator', [user.name])
}
