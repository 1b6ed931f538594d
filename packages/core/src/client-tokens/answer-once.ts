import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import type { Decision } from '../commit/change.ts'
import type { AnyOperation } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { insert, remove } from '../ports/changes.ts'
import type { ClientToken } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { canonicalJson } from './canonical-json.ts'

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * Decides and commits a create; the same call with the same client token is answered alike, and
 * makes nothing more. The token is kept by the create's own commit and looked at before anything
 * else, so that a repeated call does not stumble over what the first one made.
 */
export const answerOnce = async (
  world: World,
  caller: Caller,
  operation: Pick<AnyOperation, 'name'>,
  clientToken: string | undefined,
  spec: unknown,
  decide: () => Promise<Decision<string>>,
): Promise<string> => {
  if (clientToken === undefined) return change(world, decide)
  if (!uuidPattern.test(clientToken)) {
    const shown = clientToken.slice(0, 64)
    throw accessionError('accession.argument.client_token_not_uuid', [shown])
  }
  const call = {
    userId: caller.user.id,
    operation: operation.name,
    token: clientToken.toLowerCase(),
  }
  const specDigest = await digestOf(world, spec)
  const findCall = async () => {
    const [known] = await world.store.find('clientToken', { where: call, limit: 1 })
    return { known, isAnswer: known !== undefined && known.forgetAt > world.clock.now() }
  }
  return change(world, async () => {
    const { known, isAnswer } = await findCall()
    if (known && isAnswer) return { changes: [], result: resultOf(known, specDigest) }
    let decision: Decision<string>
    try {
      decision = await decide()
    } catch (error) {
      // What is in the way may have been made by this very call, sent twice, between the two looks.
      const again = await findCall()
      if (!again.known || !again.isAnswer) throw error
      return { changes: [], result: resultOf(again.known, specDigest) }
    }
    const { changes, result } = decision
    const now = world.clock.now()
    const forgetAt = now + world.settings.sessionRetentionMs
    const row = {
      id: world.ids.uuid(),
      revision: 1,
      ...call,
      specDigest,
      resultId: result,
      forgetAt,
    }
    const forgotten = known ? [remove('clientToken', known)] : []
    return { changes: [...changes, ...forgotten, insert('clientToken', row)], result }
  })
}

const digestOf = async (world: World, spec: unknown): Promise<string> => {
  const digest = world.hashing.digest('SHA256')
  await digest.update(new TextEncoder().encode(canonicalJson(spec)))
  return digest.hex()
}

const resultOf = ({ token, resultId, ...known }: ClientToken, specDigest: string): string => {
  if (known.specDigest === specDigest) return resultId
  throw accessionError('accession.argument.client_token_reused', [token])
}
