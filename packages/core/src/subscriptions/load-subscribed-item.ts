import { authorize } from '../access/authorize.ts'
import type { Identity } from '../access/caller.ts'
import type { AnyOperation } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { loadItem } from '../items/load-item.ts'
import type { ItemInLibrary } from '../items/load-item.ts'
import type { World } from '../world.ts'

/**
 * The item of a subscribed library, for a caller who may do this with it; throws `not_found`,
 * `unauthorized`, and `invalid_element_type` for one of a local library, in this order.
 */
export const loadSubscribedItem = async (
  world: World,
  caller: Identity,
  operation: Pick<AnyOperation, 'privileges'>,
  id: string,
): Promise<ItemInLibrary> => {
  const { item, library } = await loadItem(world, id)
  authorize(caller, operation, library.id)
  if (library.type === 'SUBSCRIBED') return { item, library }
  throw accessionError('accession.subscription.item_not_subscribed', [item.id, library.id])
}
