import { limits } from '../limits.ts'
import { adjust, insert } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Token } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** A token as its holder has it, and the change that makes it good. */
export interface MadeToken {
  readonly token: string
  readonly change: Change
}

/** The id under which a token is kept; the token itself is nowhere kept. */
export const tokenId = (world: World, token: string): Promise<string> =>
  Promise.resolve(world.hashing.keyed('accession token', token))

/** A new token of the user, good until it has idled out. */
export const makeToken = async (world: World, userId: string): Promise<MadeToken> => {
  const token = world.ids.secret()
  const createdAt = world.clock.now()
  const expiresAt = createdAt + limits.tokenIdleMs
  const id = await tokenId(world, token)
  return { token, change: insert('token', { id, revision: 1, userId, createdAt, expiresAt }) }
}

/** When a token was last used, to within a quarter of the time after which it idles out. */
export const lastUseOf = ({ createdAt, expiresAt }: Token): number =>
  Math.max(createdAt, expiresAt - limits.tokenIdleMs)

/** The use of a token: it idles out later. One that is gone stays gone. */
export const tokenUse = (world: World, id: string): Change =>
  adjust('token', id, { raise: { expiresAt: world.clock.now() + limits.tokenIdleMs } })

/** The token of that id while it is good: one that idled out stays so, swept or not. */
export const findGoodToken = async (
  { store, clock }: Pick<World, 'store' | 'clock'>,
  id: string | null,
): Promise<string | null> => {
  if (id === null) return null
  const [token] = await store.find('token', { where: { id }, limit: 1 })
  return token && token.expiresAt > clock.now() ? id : null
}
