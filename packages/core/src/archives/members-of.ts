import type { UpdateSessionFile } from '../ports/entities.ts'
import { loadSessionFiles } from '../update-sessions/load-update-session.ts'
import type { World } from '../world.ts'

/**
 * The files that came as members of a file, whichever of its uploads brought them; none, and
 * nothing is read, where no upload of it was one of an archive.
 */
export const membersOf = async (
  world: World,
  { id, sessionId, archiveId }: Pick<UpdateSessionFile, 'id' | 'sessionId' | 'archiveId'>,
): Promise<readonly UpdateSessionFile[]> => {
  if (archiveId !== id) return []
  const files = await loadSessionFiles(world, sessionId)
  return files.filter((file) => file.archiveId === id && file.id !== id)
}
