import type { Spelling } from '@accession/client'

/** A server and who signs in there, as `accession login` keeps it. */
export interface Profile {
  readonly server: string
  readonly user: string
  /** Of the session that the login began; gone once it ends. */
  readonly token?: string
  /** Only with `--store-password`. */
  readonly password?: string
  readonly spelling?: Spelling
  readonly insecure?: boolean
  /** The path of a file of certificates. */
  readonly ca?: string
}

/** Profiles by their names. */
export type Profiles = Readonly<Record<string, Profile>>

/** The profile that counts where none is named. */
export const defaultProfile = 'default'
