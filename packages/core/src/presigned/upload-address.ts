import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { write } from '../ports/changes.ts'
import type { Blob, UpdateSessionFile } from '../ports/entities.ts'
import type { World } from '../world.ts'
import { isAwaited, writableUntil } from './awaited-file.ts'

/**
 * Where the bytes of a file are to be sent straight to; undefined where they are sent to us. It is
 * the same URL again and again, of the one key, until half of its time has passed.
 */
export const uploadAddress = async (
  world: World,
  file: UpdateSessionFile,
): Promise<string | undefined> => {
  const { presigning } = world.blobs
  if (!presigning || !isAwaited(file) || file.declaredSize === null) return undefined
  const blob = await renewed(world, file.blobId)
  if (blob?.state !== 'RECEIVING' || blob.writableUntil === null) return undefined
  return presigning.uploadUrl(blob.id, {
    size: file.declaredSize,
    sha256: file.declaredChecksum?.value ?? '',
    signedAt: signedAt(blob.writableUntil),
    seconds: limits.presignedUploadMs / 1000,
  })
}

const signedAt = (until: number): number =>
  until - limits.presignedUploadTailMs - limits.presignedUploadMs

const renewed = async ({ store, clock }: World, id: string): Promise<Blob | undefined> => {
  for (let attempt = 0; attempt < limits.commitAttemptsMax; attempt++) {
    const [blob] = await store.find('blob', { where: { id }, limit: 1 })
    const now = clock.now()
    const isYoung =
      blob?.state !== 'RECEIVING' ||
      blob.writableUntil === null ||
      now < signedAt(blob.writableUntil) + limits.presignedUploadMs / 2
    if (!blob || isYoung) return blob
    // The row has to know before anybody can write for longer.
    const later = { writableUntil: writableUntil(now) }
    const { outcome } = await store.commit([write('blob', blob, later, { state: 'RECEIVING' })])
    if (outcome === 'committed') return { ...blob, ...later }
  }
  throw accessionError('accession.service.too_many_conflicts', [])
}
