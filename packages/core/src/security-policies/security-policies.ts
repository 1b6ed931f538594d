import type { SecurityPolicyInfo } from '../contract/security-policies.ts'
import { accessionError } from '../errors/accession-error.ts'

/** Every policy there is, as vCenters have them; the ids never change. */
export const securityPolicies: readonly SecurityPolicyInfo[] = [
  {
    policy: '75340985-23f9-4dcb-b638-17ade5747e74',
    name: 'OVF default policy',
    item_type_rules: { ovf: 'OVF_STRICT_VERIFICATION' },
  },
]

/** Refuses the id of a policy that is not there. */
export const checkSecurityPolicy = (id: string | undefined): void => {
  if (id === undefined || securityPolicies.some(({ policy }) => policy === id)) return
  throw accessionError('accession.library.security_policy_unknown', [id.slice(0, 64)])
}
