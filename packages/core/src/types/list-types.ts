import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Result } from '../contract/contract.ts'
import type { World } from '../world.ts'

/** The item types whose files the server understands; any other type is plain files. */
export const listTypes = async (world: World, caller: Caller): Promise<Result<'type.list'>> => {
  authorize(caller, contract.type.list, null)
  return world.itemTypes.map(({ info }) => info)
}
