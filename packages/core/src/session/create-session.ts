import { makeToken } from '../access/token.ts'
import type { Caller } from '../access/caller.ts'
import type { Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { check } from '../ports/changes.ts'
import type { World } from '../world.ts'

/** Signs in: answers a new token to a caller who came with a password. */
export const createSession = async (
  world: World,
  caller: Caller,
): Promise<Result<'session.create'>> => {
  if (caller.token) throw accessionError('accession.access.no_credentials', [])
  const { id: userId, name, revision } = caller.user
  const limit = limits.tokensPerUserMax
  const tokens = await world.store.ids('token', { where: { userId }, limit })
  if (tokens.length === limit) throw accessionError('accession.service.overloaded', [60])
  const made = await makeToken(world, userId)
  const { outcome } = await world.store.commit([check('user', userId, { revision }), made.change])
  // Removed, or given another password, since the one that came was looked at.
  if (outcome !== 'committed') throw accessionError('accession.access.bad_credentials', [])
  world.log.audit('session.create', { user: name })
  return made.token
}
