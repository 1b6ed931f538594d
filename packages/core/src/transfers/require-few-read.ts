import { accessionError } from '../errors/accession-error.ts'
import { roleOf } from '../item-types/item-type-of.ts'
import { limits } from '../limits.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'
import type { ItemType } from '../ports/item-type.ts'
import { countFilesEnding } from '../update-sessions/find-files-ending.ts'
import type { World } from '../world.ts'

/**
 * Throws a content fault where a file is to be read as a whole and its session brings more of such files
 * than it may: what was read in each is kept in its row, and rows of a session are loaded together.
 */
export const requireFewRead = async (
  world: World,
  type: ItemType | undefined,
  { name, sessionId }: Pick<UpdateSessionFile, 'name' | 'sessionId'>,
): Promise<void> => {
  if (!isReadWhole(type, name)) return
  const max = limits.filesReadPerSessionMax
  const endings = type?.endings.readWhole ?? []
  const wanted = { sessionId, endings, only: { change: 'ADD' }, limit: max + 1 } as const
  if ((await countFilesEnding(world, wanted)) > max) throw tooManyRead(name)
}

/** Whether the type of an item reads the whole of a file, as of descriptors and manifests. */
export const isReadWhole = (type: ItemType | undefined, name: string): boolean =>
  roleOf(type, name).bytesMax !== undefined

/** The fault of a file that is one too many of those that are read as a whole. */
export const tooManyRead = (name: string) =>
  accessionError('accession.transfer.too_many_read', [name, limits.filesReadPerSessionMax])
