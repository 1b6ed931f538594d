import type { Caller } from '../access/caller.ts'
import type { Library } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { isPublished } from './publisher.ts'

/** Audits that a library is published from now on, or otherwise than before, or no longer. */
export const tellOfPublishing = (
  { log }: Pick<World, 'log'>,
  caller: Pick<Caller, 'user'>,
  before: Pick<Library, 'publication'>,
  { id: library, publication }: Pick<Library, 'id' | 'publication'>,
): void => {
  const user = caller.user.name
  if (!isPublished({ publication })) {
    if (isPublished(before)) log.audit('library.unpublish', { library, user })
    return
  }
  const method = publication?.authenticationMethod
  const isSame =
    isPublished(before) &&
    method === before.publication?.authenticationMethod &&
    publication?.passwordHash === before.publication?.passwordHash
  if (!isSame) log.audit('library.publish', { library, method, user })
}
