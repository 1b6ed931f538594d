/** What a deployment gives the Worker: its bindings, its variables and its secrets. */
export interface Environment {
  readonly DATABASE: D1Database
  readonly BUCKET: R2Bucket
  /** @default administrator@vsphere.local */
  readonly ACCESSION_ADMIN_USER?: string
  /** A secret; needed until there is a first user. */
  readonly ACCESSION_ADMIN_PASSWORD?: string
  /** Where clients see the library. @default the origin that they call */
  readonly ACCESSION_PUBLIC_URL?: string
  /** Browser origins that may call, with commas between. @default none */
  readonly ACCESSION_CORS_ORIGINS?: string
  /** Seconds. @default 300 */
  readonly ACCESSION_SESSION_TIMEOUT?: string
  /** Seconds. @default 3600 */
  readonly ACCESSION_SESSION_RETENTION?: string
  /** Bytes that the plan lets a request bring. @default 100000000 */
  readonly ACCESSION_UPLOAD_BYTES_MAX?: string
  /** 1 where clients send to the bucket themselves, by signed URLs. @default 0 */
  readonly ACCESSION_PRESIGNED_UPLOADS?: string
  /** 1 where clients fetch from the bucket themselves. @default 0 */
  readonly ACCESSION_PRESIGNED_DOWNLOADS?: string
  /** The S3 address of the bucket behind the binding, for signed URLs. */
  readonly ACCESSION_BLOBS?: string
  /** Keys of that address: secrets. */
  readonly AWS_ACCESS_KEY_ID?: string
  readonly AWS_SECRET_ACCESS_KEY?: string
  /** Hosts, host:port, addresses and CIDRs that pulls reach besides public ones, with commas between. @default none */
  readonly ACCESSION_FETCH_ALLOW?: string
  /** debug, info, warn or error. @default info */
  readonly ACCESSION_LOG_LEVEL?: string
}
