import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Result } from '../contract/contract.ts'
import type { TypeInfo } from '../contract/type.ts'
import type { World } from '../world.ts'

const vendor = 'Accession'

/** The types that clients look for before they upload, as a vCenter lists them. */
const typeInfos: readonly TypeInfo[] = [
  {
    type: 'ovf',
    name: 'OVF Template',
    description: 'A template for the deployment of virtual machines, as an OVF package',
    vendor,
    version: '1.0',
  },
  {
    type: 'iso',
    name: 'ISO Image',
    description: 'An image of an optical disc',
    vendor,
    version: '1.0',
  },
]

/** The item types whose files the server understands; any other type is plain files. */
export const listTypes = async (_world: World, caller: Caller): Promise<Result<'type.list'>> => {
  authorize(caller, contract.type.list, null)
  return typeInfos
}
