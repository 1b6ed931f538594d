/** A request as it goes out: nothing is added to it, encoded or put in order. */
export interface WireRequest {
  readonly method: string
  /** Path and query, sent as they are. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  /** What is iterated travels in chunks, without a length. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array> | undefined
  /** Holds the body back until the server says to go on: `Expect: 100-continue`. */
  readonly expectsContinue?: boolean
}

/** What came back. */
export interface WireAnswer {
  readonly status: number
  /** By lower-case name; several of a name are joined with commas. */
  readonly headers: Readonly<Record<string, string>>
  readonly cookies: readonly string[]
  readonly bytes: Uint8Array
  readonly text: string
  /** Whether the server said to go on before it answered. */
  readonly wasContinued: boolean
  /** The node that was called. */
  readonly url: URL
}
