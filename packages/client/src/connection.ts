import { sessionService, type AnyOperation, type Operation } from '@accession/core/contract'
import { isApiError } from './api-error.ts'
import { chooseSpelling } from './choose-spelling.ts'
import type { CallOptions, ConnectionOptions } from './connection-options.ts'
import { encodeCall, type Spelling } from './encode-call.ts'
import { randomUuid } from './random-uuid.ts'
import { reach } from './reach.ts'
import { readReply } from './read-reply.ts'
import { retrying } from './retrying.ts'
import { createSessionToken } from './session-token.ts'
import { unlessAborted, within } from './within.ts'

/** A server one is signed in to, or will be at the first call. */
export interface Connection {
  readonly server: URL
  /** The spelling in use; undefined while `auto` has not found it out. */
  readonly spelling: Spelling | undefined
  /**
   * Calls an operation; signs in first where needed, and once more when the session has ended.
   * Reads, and creates with their client token, are sent again while a failure may pass.
   */
  call<Input, Result>(
    operation: Operation<Input, Result>,
    input: Input,
    options?: CallOptions,
  ): Promise<Result>
  /** Sends requests: the `fetch` that was handed in, or the global one. */
  readonly fetch: typeof fetch
  /**
   * Runs something with the header of the session, and once more with a new one's after an
   * `UNAUTHENTICATED`, unless it cannot be repeated: then the next to ask has the new one.
   */
  signedIn<T>(
    run: (headers: SessionHeaders) => Promise<T>,
    options?: { readonly signal?: AbortSignal | undefined; readonly isRepeatable?: boolean },
  ): Promise<T>
  /** Ends the session this connection began; a token that was handed in is left alone. */
  signOut(options?: CallOptions): Promise<void>
}

/** What a request carries besides its own headers. */
export type SessionHeaders = Readonly<Record<string, string>>

type Members = Readonly<Record<string, unknown>>

const sessionHeader = 'vmware-api-session-id'

/** Connects to a server; nothing is sent before the first call. */
export const createConnection = (options: ConnectionOptions): Connection => {
  const server = new URL(options.server)
  const send: typeof fetch = options.fetch ?? ((...request) => fetch(...request))
  const spelling = chooseSpelling(options.spelling ?? 'auto')

  const request = (
    operation: AnyOperation,
    input: Members,
    credentials: SessionHeaders,
    { signal, timeoutMs = options.timeoutMs ?? 60_000 }: CallOptions,
  ): Promise<unknown> =>
    spelling.send(operation, (chosen) => {
      const { target, method, headers, body } = encodeCall(operation, input, chosen)
      return within({ signal, timeoutMs }, operation.name, async (inner) => {
        const init: RequestInit = {
          method,
          headers: { accept: 'application/json', ...headers, ...credentials },
          ...(body !== undefined && { body }),
          redirect: 'manual',
          signal: inner,
        }
        const response = await reach(server, () => send(new URL(target, server), init))
        return readReply(operation, response, chosen)
      })
    })

  const token = createSessionToken(options.token, async () => {
    const authorization = `Basic ${base64(`${options.user}:${options.password}`)}`
    // Every call that waits shares it, so no single one's signal ends it; one too many idles out.
    return retrying(() =>
      request(sessionService.create, {}, { authorization }, {}),
    ) as Promise<string>
  })

  const signedIn: Connection['signedIn'] = async (run, { signal, isRepeatable = true } = {}) => {
    const used = token.get()
    const session = await unlessAborted(used, signal)
    try {
      return await run({ [sessionHeader]: session })
    } catch (error) {
      if (!isApiError(error, 'UNAUTHENTICATED') || !token.renew(used) || !isRepeatable) throw error
      return run({ [sessionHeader]: await unlessAborted(token.get(), signal) })
    }
  }

  return {
    server,
    fetch: send,
    signedIn,
    get spelling() {
      return spelling.decided
    },
    async call<Input, Result>(
      operation: Operation<Input, Result>,
      input: Input,
      callOptions: CallOptions = {},
    ): Promise<Result> {
      const any = operation as AnyOperation
      const members = withClientToken(any, input ?? {})
      // A read has no effect, and a client token makes a second create answer the first one's id.
      const isSafe = any.api.method === 'GET' || 'client_token' in members
      const { signal } = callOptions
      const run = (headers: SessionHeaders) => {
        const once = () => request(any, members, headers, callOptions)
        return isSafe ? retrying(once, signal) : once()
      }
      return (await signedIn(run, { signal })) as Result
    },
    async signOut(callOptions = {}) {
      const taken = token.take()
      if (!taken) return
      const session = await unlessAborted(taken, callOptions.signal)
      await request(sessionService.delete, {}, { [sessionHeader]: session }, callOptions)
    },
  }
}

const withClientToken = (operation: AnyOperation, input: Members): Members =>
  'client_token' in operation.params.fields
    ? { ...input, client_token: input['client_token'] ?? randomUuid() }
    : input

const base64 = (text: string): string =>
  btoa(String.fromCharCode(...new TextEncoder().encode(text)))
