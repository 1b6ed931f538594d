import type { ItemType } from '@accession/core/ports'
import { ovaFormat } from '../ova/ova-format.ts'
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
  archive: ovaFormat,
  roleOf: (name) =>
    /\.ova$/i.test(name) ? { ...plainRole, isKept: false, isArchive: true } : plainRole,
  inspect: () => Promise.resolve({}),
  expectedDigest: () => undefined,
  judge: () => ({ missing: [], invalid: [], toDigest: [], metadata: null }),
}
