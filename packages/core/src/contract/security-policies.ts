import { operation, service } from './operation.ts'
import { onSystem } from './privilege.ts'
import { securityRuleType } from './type.ts'
import { id, list, map, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** A policy that a library can name as its `security_policy_id`. */
export const securityPolicyInfo = structure('com.vmware.content.security_policies.info', {
  policy: id,
  name: string,
  /** What items of a type must withstand. */
  item_type_rules: map(string, securityRuleType),
})
export type SecurityPolicyInfo = Infer<typeof securityPolicyInfo>

/** What a library may ask of the items that come into it. */
export const securityPoliciesService = service(
  'securityPolicies',
  'com.vmware.content.security_policies',
  {
    list: operation({
      params: {},
      result: list(securityPolicyInfo),
      errors: ['ERROR', 'UNAUTHENTICATED'],
      privileges: [onSystem('System.Read')],
      api: { method: 'GET', path: '/api/content/security-policies' },
    }),
  },
)
