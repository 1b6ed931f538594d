import { isAccessionError } from '../errors/accession-error.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Blob } from '../ports/entities.ts'
import type { Store } from '../ports/store.ts'
import type { World } from '../world.ts'
import { copyBlobs } from './copy-blobs.ts'
import type { Copied, CopyProgress } from './copy-blobs.ts'
import { isReferred, isStillReferred } from './is-referred.ts'
import { pagesOf } from './pages-of.ts'

export interface MigrateBlobsOptions {
  readonly from: BlobStore
  readonly to: BlobStore
  readonly signal: AbortSignal
  readonly onProgress?: ((progress: CopyProgress) => void) | undefined
}

/**
 * Copies all bytes of the default place that the catalog refers to from one place to another, beside
 * servers that use the first; once they use the second, another run copies what came in between. Bytes that are let
 * go meanwhile are not left behind.
 */
export const migrateBlobs = (
  { store, hashing, clock }: Pick<World, 'store' | 'hashing' | 'clock'>,
  { from, to, signal, onProgress }: MigrateBlobsOptions,
): Promise<Copied> =>
  copyBlobs(referredBlobs(store), {
    from,
    to,
    hashing,
    clock,
    signal,
    onProgress,
    isWanted: async (blob) => (await isStillReferred(store, blob)) && !(await has(to, blob)),
    async onCopied(blob) {
      if (!(await isStillReferred(store, blob))) await to.delete([blob.id])
    },
  })

async function* referredBlobs(store: Store): AsyncGenerator<readonly Blob[]> {
  for await (const rows of pagesOf(store, 'blob')) {
    yield rows.filter((row) => isReferred(row) && row.place === null)
  }
}

/** Whether a server that uses the second place already has put them there. */
const has = async (to: BlobStore, { id }: Blob): Promise<boolean> => {
  try {
    await (await to.read(id)).cancel()
    return true
  } catch (error) {
    if (isAccessionError(error, 'NOT_FOUND')) return false
    throw error
  }
}
