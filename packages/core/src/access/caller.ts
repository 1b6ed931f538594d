import type { Grant } from '../ports/entities.ts'

/** Who is signed in, as one read of the catalog told. */
export interface Identity {
  readonly user: {
    readonly id: string
    readonly name: string
    /** Of the row that was read: what relies on it is off once the user was changed or removed. */
    readonly revision: number
  }
  readonly grants: readonly Grant[]
  /** The token of the call; null where the call carried a password instead. */
  readonly token: {
    readonly id: string
    readonly createdAt: number
    readonly lastUsedAt: number
  } | null
}

/** Who makes a call, and from where they see the server. */
export interface Caller extends Identity {
  /** Where the endpoints shown to this caller begin: `https://library.example`, without a slash. */
  readonly origin: string
  /** SHA-256 of the certificate that is met there, where nobody vouches for it: `AA:BB:…`. */
  readonly thumbprint?: string | undefined
}
