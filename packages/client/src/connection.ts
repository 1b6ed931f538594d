import { contract, type AnyOperation, type Operation } from '@accession/core/contract'
import { isApiError } from './api-error.ts'
import { ConnectionError } from './connection-error.ts'
import { encodeCall, type Spelling } from './encode-call.ts'
import { randomUuid } from './random-uuid.ts'
import { readError, readReply } from './read-reply.ts'
import { retrying } from './retrying.ts'
import { within } from './within.ts'

/** Who is signing in: a user, or the token of a session that exists. */
export type Credentials =
  | { readonly user: string; readonly password: string; readonly token?: undefined }
  | { readonly token: string; readonly user?: undefined; readonly password?: undefined }

/** Where a server is, and how to talk to it. */
export type ConnectionOptions = Credentials & {
  /** `https://vcenter.example.com`, without `/api` or `/rest`. */
  readonly server: string | URL
  /** @default 'api' */
  readonly spelling?: Spelling
  /** Sends requests; for proxies, certificates and tests. @default the global `fetch` */
  readonly fetch?: typeof fetch
  /** For each answer, transfers of bytes apart. @default 60 seconds */
  readonly timeoutMs?: number
}

/** What one call may say besides its input. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** @default the connection's */
  readonly timeoutMs?: number | undefined
}

/** A request for bytes, to an endpoint that the server named. */
export interface TransferRequest {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Blob | ReadableStream<Uint8Array>
  readonly signal?: AbortSignal | undefined
}

/** A server one is signed in to, or will be at the first call. */
export interface Connection {
  readonly server: URL
  /** Calls an operation; signs in first where needed, and once more when the session has ended. */
  call<Input, Result>(
    operation: Operation<Input, Result>,
    input: Input,
    options?: CallOptions,
  ): Promise<Result>
  /** Sends or fetches bytes; an error answer is thrown. */
  transfer(request: TransferRequest): Promise<Response>
  /** Ends the session this connection began; a token that was handed in is left alone. */
  signOut(options?: CallOptions): Promise<void>
}

const sessionHeader = 'vmware-api-session-id'

/** Connects to a server; nothing is sent before the first call. */
export const createConnection = (options: ConnectionOptions): Connection => {
  const { spelling = 'api', timeoutMs = 60_000 } = options
  const server = new URL(options.server)
  const send: typeof fetch = options.fetch ?? ((...request) => fetch(...request))
  let token: Promise<string> | undefined =
    options.token === undefined ? undefined : Promise.resolve(options.token)

  const request = async (
    operation: AnyOperation,
    input: Readonly<Record<string, unknown>>,
    credentials: Readonly<Record<string, string>>,
    callOptions: CallOptions,
  ): Promise<unknown> => {
    const { target, method, headers, body } = encodeCall(operation, input, spelling)
    const bounds = { signal: callOptions.signal, timeoutMs: callOptions.timeoutMs ?? timeoutMs }
    return within(bounds, operation.name, async (signal) => {
      const response = await reach(server, () =>
        send(new URL(target, server), {
          method,
          headers: { accept: 'application/json', ...headers, ...credentials },
          ...(body !== undefined && { body }),
          redirect: 'manual',
          signal,
        }),
      )
      return readReply(operation, response, spelling)
    })
  }

  const signIn = async (): Promise<string> => {
    if (options.user === undefined) throw new TypeError('There is no user to sign in with')
    const authorization = `Basic ${base64(`${options.user}:${options.password}`)}`
    // The sign-in is shared by every call that waits for it, so no single one's signal ends it.
    return String(await request(contract.session.create, {}, { authorization }, {}))
  }

  const signedIn = (): Promise<string> => {
    if (token) return token
    const attempt = signIn()
    token = attempt
    attempt.catch(() => {
      if (token === attempt) token = undefined
    })
    return attempt
  }

  const authenticated = async (
    operation: AnyOperation,
    input: Readonly<Record<string, unknown>>,
    callOptions: CallOptions,
  ): Promise<unknown> => {
    const used = signedIn()
    const attempt = async (session: string) =>
      request(operation, input, { [sessionHeader]: session }, callOptions)
    const session = await used
    try {
      return await attempt(session)
    } catch (error) {
      if (!isApiError(error, 'UNAUTHENTICATED') || options.user === undefined) throw error
      if (token === used) token = undefined
      return attempt(await signedIn())
    }
  }

  return {
    server,
    async call<Input, Result>(
      operation: Operation<Input, Result>,
      input: Input,
      callOptions: CallOptions = {},
    ): Promise<Result> {
      const any = operation as AnyOperation
      const repeatable = withClientToken(any, input ?? {})
      const once = () => authenticated(any, repeatable, callOptions)
      // A read has no effect, and a client token makes a second create answer the first one's id.
      const safe = any.api.method === 'GET' || 'client_token' in repeatable
      return (await (safe ? retrying(once, callOptions.signal) : once())) as Result
    },
    async transfer({ url, body, headers = {}, method, signal }) {
      const address = new URL(url, server)
      const session = address.origin === server.origin ? await signedIn() : undefined
      const init: RequestInit & { duplex?: 'half' } = {
        method,
        headers: { ...headers, ...(session !== undefined && { [sessionHeader]: session }) },
        ...(body !== undefined && { body }),
        ...(body instanceof ReadableStream && { duplex: 'half' }),
        redirect: 'manual',
        ...(signal && { signal }),
      }
      signal?.throwIfAborted()
      const answered = await reach(address, () => send(address, init)).catch((error: unknown) => {
        throw signal?.aborted ? signal.reason : error
      })
      const response = method === 'GET' ? await elsewhere(send, answered, address, init) : answered
      if (!response.ok) throw await readError(method === 'GET' ? 'download' : 'upload', response)
      return response
    },
    async signOut(callOptions = {}) {
      if (options.user === undefined || !token) return
      const session = await token
      token = undefined
      await request(contract.session.delete, {}, { [sessionHeader]: session }, callOptions)
    },
  }
}

/** What a redirected download answers where it is sent on to: no session goes there. */
const elsewhere = async (
  send: typeof fetch,
  answered: Response,
  address: URL,
  init: RequestInit,
): Promise<Response> => {
  const location = answered.headers.get('location')
  // Browsers do not say where to: they are asked to go there by themselves.
  const isHidden = answered.type === 'opaqueredirect'
  const isRedirect = answered.status >= 300 && answered.status < 400 && location !== null
  if (!isHidden && !isRedirect) return answered
  await answered.body?.cancel()
  const headers = new Headers(init.headers)
  headers.delete(sessionHeader)
  const target = isHidden ? address : new URL(location ?? '', address)
  const redirect = isHidden ? 'follow' : 'manual'
  return reach(target, () => send(target, { ...init, headers, redirect }))
}

const withClientToken = (
  operation: AnyOperation,
  input: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  'client_token' in operation.params.fields
    ? { ...input, client_token: input['client_token'] ?? randomUuid() }
    : input

const reach = async (url: URL, send: () => Promise<Response>): Promise<Response> => {
  try {
    return await send()
  } catch (cause) {
    const detail = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
    const why = detail instanceof Error ? detail.message || detail.name : String(detail)
    throw new ConnectionError('unreachable', `${url.origin} cannot be reached: ${why}`, { cause })
  }
}

const base64 = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
