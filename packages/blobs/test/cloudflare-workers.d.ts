declare module 'cloudflare:workers' {
  import type { R2Binding } from '@accession/blobs/r2'

  /** The bindings of the tests' Worker. */
  export const env: { readonly BUCKET: R2Binding }
}
