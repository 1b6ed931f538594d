import { operation, service } from './operation.ts'
import { onSystem } from './privilege.ts'
import { enumeration, list, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** A rule that a security policy may lay on items of a type. */
export const securityRuleType = enumeration('com.vmware.content.security_rule_type', [
  'OVF_STRICT_VERIFICATION',
])
export type SecurityRuleType = Infer<typeof securityRuleType>

/** An item type whose files the server understands. */
export const typeInfo = structure('com.vmware.content.type.info', {
  type: string,
  name: string,
  description: string,
  vendor: string,
  version: string,
  supported_rules: optional(list(securityRuleType)),
})
export type TypeInfo = Infer<typeof typeInfo>

/** The item types the server understands; items of any other type are plain files. */
export const typeService = service('type', 'com.vmware.content.type', {
  list: operation({
    params: {},
    result: list(typeInfo),
    errors: [],
    privileges: [onSystem('ContentLibrary.TypeIntrospection')],
    api: { method: 'GET', path: '/api/content/type' },
  }),
})
