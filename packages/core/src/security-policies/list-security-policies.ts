import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { securityPolicies } from './security-policies.ts'

/** The policies that a library can name. */
export const listSecurityPolicies = async (
  _world: World,
  caller: Caller,
): Promise<Result<'securityPolicies.list'>> => {
  authorize(caller, contract.securityPolicies.list, null)
  return securityPolicies
}
