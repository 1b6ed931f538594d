/** Time, handed in so that tests decide about it. */
export interface Clock {
  /** Milliseconds since 1970; on several nodes, of one common clock. */
  now(): number
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}
