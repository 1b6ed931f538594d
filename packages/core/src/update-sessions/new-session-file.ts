import { nameEndingOf } from '../names/name-ending.ts'
import type { UpdateSessionFile } from '../ports/entities.ts'
import type { World } from '../world.ts'

type Given = Pick<UpdateSessionFile, 'sessionId' | 'name' | 'change' | 'sourceType'> &
  Partial<Pick<UpdateSessionFile, 'declaredSize' | 'declaredChecksum' | 'sourceEndpoint'>>

/** A file that a session begins to bring, or to take away: nothing of it has been received. */
export const newSessionFile = ({ ids }: Pick<World, 'ids'>, given: Given): UpdateSessionFile => ({
  id: ids.uuid(),
  revision: 1,
  declaredSize: null,
  declaredChecksum: null,
  status: 'WAITING_FOR_TRANSFER',
  bytesTransferred: 0,
  size: null,
  errorMessage: null,
  transferBlobId: null,
  blobId: null,
  inspection: null,
  manifestChecksum: null,
  archiveId: null,
  sourceEndpoint: null,
  nameEnding: nameEndingOf(given.name),
  ...given,
})
