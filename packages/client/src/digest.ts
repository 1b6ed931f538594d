import type { ChecksumAlgorithm } from '@accession/core/contract'

/** An incremental digest, handed in because the web platform has none. */
export interface Digest {
  update(bytes: Uint8Array): unknown
  /** The digest in hexadecimal; asked for once, after the last bytes. */
  hex(): string
}

/** Makes a digest; undefined where the algorithm is not to be had. */
export type CreateDigest = (algorithm: ChecksumAlgorithm) => Digest | undefined
