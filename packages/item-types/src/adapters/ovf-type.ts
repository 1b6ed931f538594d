import type { ItemType } from '@accession/core/ports'
import { plainRole } from './plain-role.ts'

/** OVF packages: a descriptor, and the files that it refers to. */
export const ovfType: ItemType = {
  info: {
    type: 'ovf',
    name: 'OVF Template',
    description: 'A template for the deployment of virtual machines, as an OVF package',
    vendor: 'Accession',
    version: '1.0',
    supported_rules: ['OVF_STRICT_VERIFICATION'],
  },
  roleOf: () => plainRole,
  inspect: () => Promise.resolve({}),
  expectedDigest: () => undefined,
  judge: () => ({ missing: [], invalid: [], toDigest: [], metadata: null }),
}
