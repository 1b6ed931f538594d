import type { Checksum } from './entities.ts'

/** The ways of digesting: those a client may declare a checksum in, and a cheap one for the rest. */
export type DigestAlgorithm = Checksum['algorithm'] | 'CRC32'

/** A digest over bytes that come piece by piece. */
export interface RunningDigest {
  /** Takes the next bytes; await it where it answers a promise. */
  update(bytes: Uint8Array): void | Promise<void>
  /** The digest of all of them as lower-case hex; ends it. */
  hex(): string | Promise<string>
}

export interface Hashing {
  digest(algorithm: DigestAlgorithm): RunningDigest
  /** HMAC-SHA-256 of the text under the key, as base64url. */
  keyed(key: string, text: string): string | Promise<string>
}

/** Slow hashing of passwords; it runs off the event loop where the runtime can. */
export interface PasswordHashing {
  /** The hash with its salt and parameters. */
  hash(password: string): Promise<string>
  /** Whether the password made that hash; takes the same time whatever the answer. */
  verify(password: string, hash: string): Promise<boolean>
}
