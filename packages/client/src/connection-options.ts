import type { Spelling } from './encode-call.ts'

/** Who is signing in: a user, or the token of a session that exists. */
export type Credentials =
  | { readonly user: string; readonly password: string; readonly token?: undefined }
  | { readonly token: string; readonly user?: undefined; readonly password?: undefined }

/** Where a server is, and how to talk to it. */
export type ConnectionOptions = Credentials & {
  /** `https://vcenter.example.com`, without `/api` or `/rest`. */
  readonly server: string | URL
  /** `auto` asks in `/api`, and in `/rest` where the server has no `/api`. @default 'auto' */
  readonly spelling?: Spelling | 'auto'
  /** Sends requests; for proxies, certificates and tests. @default the global `fetch` */
  readonly fetch?: typeof fetch
  /** For each answer, transfers of bytes apart. @default 60 seconds */
  readonly timeoutMs?: number
}

/** What one call may say besides its input. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  /** For each answer; a call that is sent again waits anew. @default the connection's */
  readonly timeoutMs?: number | undefined
}
