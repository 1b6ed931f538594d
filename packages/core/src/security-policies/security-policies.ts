import type { SecurityPolicyInfo } from '../contract/security-policies.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { Item, LibraryOptions } from '../ports/entities.ts'

/** Every policy there is, as vCenters have them; the ids never change. */
export const securityPolicies: readonly SecurityPolicyInfo[] = [
  {
    policy: '75340985-23f9-4dcb-b638-17ade5747e74',
    name: 'OVF default policy',
    item_type_rules: { ovf: 'OVF_STRICT_VERIFICATION' },
  },
]

/** Whether a library takes items of a type only where it trusts whoever has signed them. */
export const isStrict = (
  { securityPolicyId }: LibraryOptions,
  { itemTypeKey }: Pick<Item, 'itemTypeKey'>,
): boolean => {
  const found = securityPolicies.find(({ policy }) => policy === securityPolicyId)
  return found?.item_type_rules[itemTypeKey] === 'OVF_STRICT_VERIFICATION'
}

/** Whether an item is what its library's policy asks for: where it asks for nothing, any is. */
export const isCompliant = (
  options: LibraryOptions,
  item: Pick<Item, 'itemTypeKey' | 'certificateVerification'>,
): boolean => !isStrict(options, item) || item.certificateVerification?.status === 'VERIFIED'

/** Refuses the id of a policy that is not there. */
export const checkSecurityPolicy = (id: string | undefined): void => {
  if (id === undefined || securityPolicies.some(({ policy }) => policy === id)) return
  throw accessionError('accession.library.security_policy_unknown', [id.slice(0, 64)])
}
