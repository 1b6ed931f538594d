import type { Caller } from '../access/caller.ts'
import type { Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { wireTime } from '../names/wire-time.ts'
import type { World } from '../world.ts'

/** Who the token of the call belongs to, and since when. */
export const getSession = async (_world: World, caller: Caller): Promise<Result<'session.get'>> => {
  if (!caller.token) throw accessionError('accession.access.no_credentials', [])
  return {
    user: caller.user.name,
    created_time: wireTime(caller.token.createdAt),
    last_accessed_time: wireTime(caller.token.lastUsedAt),
  }
}
