import { limits } from '../limits.ts'
import type { Blob, Library, UpdateSessionFile } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** A file whose bytes are sent straight to the file storage: it names its blob before they are there. */
export interface AwaitedFile extends UpdateSessionFile {
  readonly blobId: string
  readonly status: 'WAITING_FOR_TRANSFER' | 'VALIDATING'
}

/** Whether nobody has said yet what has become of the bytes that are sent straight to the storage. */
export const isAwaited = (file: UpdateSessionFile): file is AwaitedFile =>
  file.change === 'ADD' &&
  file.blobId !== null &&
  (file.status === 'WAITING_FOR_TRANSFER' || file.status === 'VALIDATING')

/**
 * The blob that a new file is to be sent to straight; undefined where it is not. The session holds a
 * reference to it from the beginning, which whatever ends the attempt lets go: then it is freed, and
 * once more when nobody can write it any more.
 */
export const awaitedBlob = (
  { settings, blobs, ids, clock }: World,
  file: UpdateSessionFile,
  { place }: Pick<Library, 'place'>,
): Blob | undefined => {
  const { declaredSize, declaredChecksum, sourceType } = file
  if (!settings.presignedUploads || !blobs.presigning || sourceType !== 'PUSH') return undefined
  if (place !== null) return undefined
  if (declaredSize === null || declaredSize > limits.presignedBytesMax) return undefined
  if (declaredChecksum?.algorithm !== 'SHA256') return undefined
  const now = clock.now()
  return {
    id: ids.uuid(),
    revision: 1,
    state: 'RECEIVING',
    size: null,
    references: 1,
    dueAt: now,
    createdAt: now,
    sessionFileId: file.id,
    digest: null,
    writableUntil: writableUntil(now),
    place,
  }
}

/** Until when a key may change whose URL is signed now. */
export const writableUntil = (now: number): number =>
  now + limits.presignedUploadMs + limits.presignedUploadTailMs
