import { limits } from '../limits.ts'
import { adjust, insert } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { World } from '../world.ts'

/** The id of the row that tells of a version of an item. */
export const itemChangeId = (itemId: string, version: number): string => `${itemId}.${version}`

/**
 * Tells of a new version of an item, in the commit that makes it. From `limits.changesPerItemMax`
 * versions on it gives up the oldest one, which the sweep takes away.
 */
export const tellOfChange = (
  { clock }: Pick<World, 'clock'>,
  { user }: { readonly user: { readonly name: string } },
  { itemId, version, message }: { itemId: string; version: number; message: string },
): readonly Change[] => {
  const told = insert('itemChange', {
    id: itemChangeId(itemId, version),
    revision: 1,
    itemId,
    version,
    userName: user.name,
    message,
    createdAt: clock.now(),
    surplus: 0,
  })
  const oldest = version - limits.changesPerItemMax
  if (oldest < 1) return [told]
  return [told, adjust('itemChange', itemChangeId(itemId, oldest), { raise: { surplus: 1 } })]
}
