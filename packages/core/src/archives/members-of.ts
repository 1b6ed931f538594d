import type { UpdateSessionFile } from '../ports/entities.ts'
import { loadSessionFiles } from '../update-sessions/load-update-session.ts'
import type { World } from '../world.ts'

/** The files that came as members of an archive, by its row, whichever of its uploads brought them. */
export const membersOf = async (
  world: World,
  { id, sessionId }: Pick<UpdateSessionFile, 'id' | 'sessionId'>,
): Promise<UpdateSessionFile[]> =>
  (await loadSessionFiles(world, sessionId)).filter(({ archiveId }) => archiveId === id)
