/** A user of the library under test. */
export interface TargetUser {
  readonly user: string
  readonly password: string
}

/** The library that is held against the protocol. */
export interface ConformanceTarget extends TargetUser {
  /** Its nodes: the requests of a case go to one after the other. */
  readonly urls: readonly URL[]
  /** Someone who may read, and may not change libraries nor use the sessions of others. */
  readonly secondUser?: TargetUser | undefined
  /** A further place for bytes that libraries can be moved to; without one they cannot. */
  readonly blobStore?: string | undefined
}
