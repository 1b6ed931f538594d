/** One request, as often as asked: its head is the same each time. */
interface RequestsJob {
  readonly kind: 'requests'
  readonly origin: string
  readonly connections: number
  /** Each in turn, again from the first. */
  readonly heads: readonly string[]
  /** How many in all; else for `durationMs`. */
  readonly count?: number
  readonly durationMs?: number
  readonly status: number
  /** Whether bodies are thrown away as they come: downloads. */
  readonly counted?: boolean
}

/** Sessions created, given a file, cancelled and deleted, one after the other on each connection. */
interface LifecyclesJob {
  readonly kind: 'lifecycles'
  readonly origin: string
  readonly token: string
  /** One a connection. */
  readonly itemIds: readonly string[]
  readonly durationMs: number
}

/** Sessions created and cancelled, and left there; answers their ids. */
interface EndedSessionsJob {
  readonly kind: 'endedSessions'
  readonly origin: string
  readonly token: string
  readonly itemIds: readonly string[]
  readonly count: number
}

/** Files sent to addresses, several at a time. */
interface UploadsJob {
  readonly kind: 'uploads'
  readonly origin: string
  readonly connections: number
  /** A head for each file, with the length of its body. */
  readonly heads: readonly string[]
  readonly size: number
  readonly status: number
  /** Whether each body is an OVA with a disk of that size. */
  readonly isArchive?: boolean
}

/** Small files, each added to its session and sent: what a client does for each. */
interface SmallFilesJob {
  readonly kind: 'smallFiles'
  readonly origin: string
  readonly token: string
  readonly sessionIds: readonly string[]
  readonly connections: number
  readonly count: number
  readonly size: number
}

export type Job = RequestsJob | LifecyclesJob | EndedSessionsJob | UploadsJob | SmallFilesJob

/** What a job came to. */
export interface JobResult {
  /** Exchanges, lifecycles or files. */
  readonly count: number
  readonly seconds: number
  /** Milliseconds that 50, 99 and 100 % of them took at most. */
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number }
  /** What was made, where that is asked for. */
  readonly ids: readonly string[]
}
