import { change } from '../commit/change.ts'
import { accessionError } from '../errors/accession-error.ts'
import { write } from '../ports/changes.ts'
import type { Grant } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { findUser } from './find-user.ts'
import { relyOnOtherAdministrator } from './other-administrator.ts'

/** Takes a grant back, from the next call on; the last administrator keeps theirs. */
export const revokeRole = async (world: World, name: string, grant: Grant): Promise<void> => {
  const { role, libraryId } = grant
  const revoked = await change(world, async () => {
    const user = await findUser(world, name)
    const grants = user.grants.filter((each) => each.role !== role || each.libraryId !== libraryId)
    if (grants.length === user.grants.length)
      throw accessionError('accession.access.grant_not_found', [user.name, role])
    const relied = await relyOnOtherAdministrator(world, user, { grants })
    return { changes: [write('user', user, { grants }), ...relied], result: user.name }
  })
  world.log.audit('user.revoke', { user: revoked, role, library: libraryId })
}
