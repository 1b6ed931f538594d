import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import type { Token } from '../ports/entities.ts'
import type { World } from '../world.ts'
import type { Identity } from './caller.ts'
import { lastUseOf, tokenId, tokenUse } from './token.ts'

const tokenPattern = /^[\w-]{20,128}$/

/** Who holds a token; throws `unauthenticated` where it is unknown or has idled out. */
export const authenticateToken = async (world: World, token: string): Promise<Identity> => {
  const found = tokenPattern.test(token) ? await findToken(world, token) : undefined
  if (!found || found.token.expiresAt <= world.clock.now()) {
    throw accessionError('accession.access.session_expired', [])
  }
  await keepInUse(world, found.token)
  const { id, createdAt } = found.token
  const { id: userId, name, revision, grants } = found.user
  const lastUsedAt = lastUseOf(found.token)
  return { user: { id: userId, name, revision }, grants, token: { id, createdAt, lastUsedAt } }
}

const findToken = async (world: World, token: string) => {
  const id = await tokenId(world, token)
  const [found] = await world.store.findWith('token', ['user'], { where: { id }, limit: 1 })
  return found
}

/** Written only now and then, and never in the way of the call that uses the token. */
const keepInUse = async (world: World, token: Token): Promise<void> => {
  const unusedMs = world.clock.now() - (token.expiresAt - limits.tokenIdleMs)
  if (unusedMs < limits.tokenIdleMs / 4) return
  try {
    await world.store.commit([tokenUse(world, token.id)])
  } catch (error) {
    world.log.error('access.token_use_not_written', error)
  }
}
