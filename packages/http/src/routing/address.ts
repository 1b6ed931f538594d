/** Where an operation lives in a dialect, and where its parameters travel. */
export interface Address {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Parameters in braces, after `id:` in `/rest`. */
  readonly path: string
  readonly action?: string | undefined
  readonly actionParameter: 'action' | '~action'
  readonly query: readonly string[]
  /** Members of a structure in the query: bare (`tasks`), or after its name (`filter_spec.tasks`). */
  readonly queryStructures: 'bare' | 'prefixed'
  /** The parameter that is the whole body; else the body's members are the remaining parameters. */
  readonly body?: string | undefined
  /** Parameters by the header they travel in. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether parameters in headers may also be members of the body. */
  readonly headersInBody: boolean
}
