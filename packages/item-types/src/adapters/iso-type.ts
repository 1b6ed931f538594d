import type { ItemType } from '@accession/core/ports'
import { plainRole } from './plain-role.ts'

/** Images of optical discs. */
export const isoType: ItemType = {
  info: {
    type: 'iso',
    name: 'ISO Image',
    description: 'An image of an optical disc',
    vendor: 'Accession',
    version: '1.0',
  },
  roleOf: () => plainRole,
  inspect: () => Promise.resolve({}),
  expectedDigest: () => undefined,
  judge: () => ({ missing: [], invalid: [], toDigest: [], metadata: null }),
}
