declare module 'cloudflare:workers' {
  import type { D1Binding } from '@accession/store-sql/d1'

  /** The bindings of the tests' Worker. */
  export const env: { readonly DATABASE: D1Binding }
}
