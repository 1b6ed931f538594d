import { makeToken } from '../access/token.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { World } from '../world.ts'

/** Signs in: answers a new token to a caller who came with a password. */
export const createSession = async (
  world: World,
  caller: Caller,
): Promise<Result<'session.create'>> => {
  if (caller.token) throw accessionError('accession.access.no_credentials', [])
  const userId = caller.user.id
  const limit = limits.tokensPerUserMax
  const tokens = await world.store.ids('token', { where: { userId }, limit })
  if (tokens.length === limit) throw accessionError('accession.service.overloaded', [60])
  const made = await makeToken(world, userId)
  await change(world, async () => ({ changes: [made.change], result: undefined }))
  world.log.audit('session.create', { user: caller.user.name })
  return made.token
}
