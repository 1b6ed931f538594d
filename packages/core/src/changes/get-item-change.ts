import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { loadItem } from '../items/load-item.ts'
import { limits } from '../limits.ts'
import { wireTime } from '../names/wire-time.ts'
import type { World } from '../world.ts'
import { itemChangeId } from './item-change.ts'

/** Who brought one version of an item, when, and what was done. */
export const getItemChange = async (
  world: World,
  caller: Caller,
  { library_item, version }: Input<'itemChanges.get'>,
): Promise<Result<'itemChanges.get'>> => {
  const { item, library } = await loadItem(world, library_item)
  authorize(caller, contract.itemChanges.get, library.id)
  const number = Number(version)
  const isKept = String(number) === version && number > item.version - limits.changesPerItemMax
  const query = { where: { id: itemChangeId(item.id, number) }, limit: 1 }
  const [change] = isKept ? await world.store.find('itemChange', query) : []
  if (!change) throw accessionError('accession.item.change_not_found', [version, item.id])
  const { createdAt, userName, message } = change
  return { time: wireTime(createdAt), ...(userName !== null && { user: userName }), message }
}
