interface SignedRequest {
  readonly method: string
  readonly headers: Headers
  readonly body?: Uint8Array<ArrayBuffer>
  readonly signal: AbortSignal
}

/** Sends one request, follows nothing, and answers as `fetch` would. */
export type SendS3 = (url: string, request: SignedRequest) => Promise<Response>

/** Sends by `fetch`. */
export const sendByFetch: SendS3 = async (url, request) =>
  fetch(url, { ...request, redirect: 'manual' })
