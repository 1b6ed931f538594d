import { accessionError } from '../errors/accession-error.ts'
import type { Library } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** How many usages a message names before it only counts the others. */
const namedMax = 10

/** Throws NOT_ALLOWED_IN_CURRENT_STATE, naming who uses the library, where anybody does. */
export const refuseUsed = async (
  { store }: World,
  { id, usageCount }: Library,
  message: 'accession.library.in_use' | 'accession.item.library_in_use',
): Promise<void> => {
  if (usageCount === 0) return
  const usages = await store.find('libraryUsage', { where: { libraryId: id }, limit: namedMax })
  const named = usages.map(({ resourceUrn }) => resourceUrn)
  if (usageCount > named.length) named.push(`and ${usageCount - named.length} more`)
  throw accessionError(message, [id, named.join(', ')])
}
