/** What an operator decides about behaviour; everything else that bounds it is in `limits`. */
export interface Settings {
  /** An update or download session without activity expires after this. @default 300_000 */
  readonly sessionTimeoutMs: number
  /** An ended session, and a client token, is forgotten after this. @default 3_600_000 */
  readonly sessionRetentionMs: number
  /**
   * Files whose size and SHA-256 are declared are sent straight to the file storage, where it can
   * have URLs for that. @default false
   */
  readonly presignedUploads?: boolean
  /** Downloads are redirected to the file storage, where it can have URLs for that. @default false */
  readonly presignedDownloads?: boolean
}

/** The settings where nobody set any. */
export const defaultSettings: Settings = {
  sessionTimeoutMs: 300_000,
  sessionRetentionMs: 3_600_000,
}
