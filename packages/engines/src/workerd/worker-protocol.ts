/** Stands in a variable for where the Worker is served, which is not known before. */
export const ownOrigin = '{origin}'

/** A Worker to serve: wrangler's configuration, and what tests set of it. */
export interface WorkerOptions {
  /** The folder that paths are relative to. */
  readonly root: string
  readonly configPath: string
  readonly vars?: Record<string, string>
  readonly secrets?: Record<string, string>
  /** Bindings of D1 whose migrations are applied before the first request. */
  readonly migrated?: readonly string[]
}

/** What is asked of the process that serves a Worker. */
export interface WorkerCall {
  /** Counted from 1; 0 is the start. */
  readonly call: number
  readonly kind: 'scheduled' | 'logs'
  readonly cron?: string
}

/** What it answers. */
export interface WorkerAnswer {
  readonly call: number
  readonly result?: unknown
  readonly failure?: string
}
