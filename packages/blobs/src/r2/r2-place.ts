import type { R2Binding } from './r2-binding.ts'

/** A bucket and where blobs are in it: as the S3 adapter keeps them, so both can serve one bucket. */
export interface R2Place {
  readonly bucket: R2Binding
  /** What all keys begin with. */
  readonly prefix: string
  readonly blobKey: (id: string) => string
  /**
   * A blob that is being stored in parts has a small object aside, its claim, which holds the id of
   * the upload: R2 tells a Worker of no uploads, and parts that nobody finds are paid for.
   */
  readonly claimKey: (id: string) => string
}

/** The place below a prefix. */
export const r2Place = (bucket: R2Binding, folder = ''): R2Place => {
  const trimmed = folder.replace(/^\/+|\/+$/g, '')
  const prefix = trimmed === '' ? '' : `${trimmed}/`
  return {
    bucket,
    prefix,
    blobKey: (id) => prefix + id,
    claimKey: (id) => `${prefix}incoming/${id}`,
  }
}
