import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { remove } from '../ports/changes.ts'
import type { World } from '../world.ts'

/** Signs out: the token of the call is good for nothing from then on. */
export const deleteSession = async (
  world: World,
  caller: Caller,
): Promise<Result<'session.delete'>> => {
  if (!caller.token) throw accessionError('accession.access.no_credentials', [])
  const { id } = caller.token
  await change(world, async () => {
    const tokens = await world.store.find('token', { where: { id }, limit: 1 })
    return { changes: tokens.map((token) => remove('token', token)), result: undefined }
  })
  world.log.audit('session.delete', { user: caller.user.name })
}
