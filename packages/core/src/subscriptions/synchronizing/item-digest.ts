import { canonicalJson } from '../../client-tokens/canonical-json.ts'
import type { World } from '../../world.ts'
import type { ItemDocument } from '../vcsp/read-item.ts'

/** A digest of all that a publisher tells of an item: the same one means that nothing changed. */
export const itemDigest = async (
  { hashing }: Pick<World, 'hashing'>,
  item: ItemDocument,
): Promise<string> => {
  const digest = hashing.digest('SHA256')
  await digest.update(new TextEncoder().encode(canonicalJson(item)))
  return digest.hex()
}
