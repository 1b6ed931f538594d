import type { SendS3 } from './send-s3.ts'

export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Comes with keys that expire. */
  readonly sessionToken?: string | undefined
}

export interface S3BlobStoreOptions {
  /** Where buckets are: `https://s3.eu-central-1.amazonaws.com`. */
  readonly endpoint: string
  /** The endpoint as clients reach it, for presigned URLs. @default the endpoint */
  readonly publicEndpoint?: string | undefined
  readonly region: string
  readonly bucket: string
  /** What all keys begin with, so that a bucket serves several; `/` follows it. @default none */
  readonly prefix?: string | undefined
  readonly credentials: S3Credentials
  /** The bucket in the path instead of the host's name. @default true but for amazonaws.com */
  readonly pathStyle?: boolean | undefined
  /** Bytes of a part of a large blob, and of the largest that goes in one piece. @default 8 MiB */
  readonly partSizeBytes?: number | undefined
  /** Parts of one blob held at once, the one that is being gathered included. @default 3 */
  readonly partsAtOnce?: number | undefined
  /**
   * Bytes that all writes of this store may hold. From half of it on each holds one part alone,
   * past it a write is refused as overloaded. @default 512 MiB
   */
  readonly heldBytesMax?: number | undefined
  /** Without an answer for this long, and for the time that a body takes, a request is cut. @default 30_000 */
  readonly timeoutMs?: number | undefined
  /** Attempts of a request that finds the service failing. @default 5 */
  readonly attemptsMax?: number | undefined
  /** What sends requests. @default fetch */
  readonly send?: SendS3 | undefined
}
