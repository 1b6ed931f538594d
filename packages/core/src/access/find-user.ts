import { accessionError } from '../errors/accession-error.ts'
import { foldName } from '../names/fold-name.ts'
import { isPlainText } from '../names/is-plain-text.ts'
import type { User } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** The user of that name, in whatever case; throws `not_found` where there is none. */
export const findUser = async ({ store }: Pick<World, 'store'>, name: string): Promise<User> => {
  const nameKey = foldName(name)
  const [user] = isPlainText(nameKey)
    ? await store.find('user', { where: { nameKey }, limit: 1 })
    : []
  if (!user) throw accessionError('accession.access.user_not_found', [name])
  return user
}
