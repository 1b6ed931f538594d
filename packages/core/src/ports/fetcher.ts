/** Who is believed to be at the other end of an https connection, besides whom the runtime believes. */
export interface PinnedCertificate {
  /**
   * The digest of the server's certificate as hex, with or without colons: SHA-256 is enough alone, a
   * SHA-1 counts only where the usual checks succeed as well, unless the host allows it by itself.
   */
  readonly thumbprint?: string
  /** PEM: the server's certificate, or one that its chain ends in. */
  readonly certificate?: string
}

/** One request to a server elsewhere. */
export interface FetchRequest {
  /** http or https, without credentials in it. */
  readonly url: string
  /** GET where it is not set. */
  readonly method?: 'GET' | 'HEAD'
  readonly headers?: Readonly<Record<string, string>>
  /** HTTP Basic; sent to the origin of `url` alone, never where it redirects elsewhere. */
  readonly credentials?: { readonly userName: string; readonly password: string }
  readonly pinned?: PinnedCertificate
  /** Ends the request, also while its answer is read. */
  readonly signal: AbortSignal
  /** Bytes of the answer after which reading it fails. */
  readonly bytesMax: number
}

/** An answer whose body is read, or canceled, by whoever asked. */
export interface FetchResponse {
  readonly status: number
  /** The address that answered in the end. */
  readonly url: string
  /** The first value of a header by its name in lower case. */
  header(name: string): string | undefined
  /** Rejects with a `FetchError` where it breaks off, is silent for too long or grows too large. */
  readonly bytes: ReadableStream<Uint8Array>
}

/** Why nothing was fetched. */
export type FetchFailure =
  /** No http or https address, or one with credentials in it. */
  | 'INVALID_URL'
  /** An address that may not be reached from here: the policy, on any hop. */
  | 'FORBIDDEN_ADDRESS'
  | 'HOST_NOT_FOUND'
  /** Nobody listens, or the connection broke. */
  | 'UNREACHABLE'
  | 'TIMED_OUT'
  /** Not the certificate that is believed, or a way of pinning that this runtime has not. */
  | 'CERTIFICATE_ERROR'
  | 'TOO_MANY_REDIRECTS'
  | 'TOO_LARGE'

/** Nothing was fetched, or not to the end; its text names host and reason, never a path, query or secret. */
export class FetchError extends Error {
  override readonly name = 'FetchError'
  readonly failure: FetchFailure

  constructor(failure: FetchFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

/** The certificate that a server shows, believed or not. */
export interface ServerCertificate {
  /** SHA-256 of its DER form: hex in upper case with colons. */
  readonly thumbprint: string
  /** PEM. */
  readonly certificate: string
}

/**
 * Requests to servers elsewhere that a client named. Promises of every adapter:
 * - Only http and https; only public addresses and those that the operator has named are reached, on every
 *   hop of a redirect, judged by the very address that the connection goes to.
 * - Credentials go to the origin they are for, and nowhere else.
 * - Nothing leads from https to http, and what is pinned for an origin vouches for no other.
 * - A request ends: connecting, silence, redirects and sizes have limits. Every failure is a `FetchError`
 *   or the signal's reason.
 */
export interface Fetcher {
  /** Any status resolves; the body is not decoded, so that ranges are those of the file. */
  fetch(request: FetchRequest): Promise<FetchResponse>

  /** What the server of an https address shows, under the same policy; undefined where the runtime cannot tell. */
  serverCertificate(url: string, signal: AbortSignal): Promise<ServerCertificate | undefined>
}
