import type { Spelling } from '@accession/client'

/** The options that every command talking to a server takes. */
export interface ServerOptions {
  readonly server: string
  readonly user: string
  readonly passwordStdin?: boolean
  readonly spelling: Spelling
  readonly json?: boolean
}
