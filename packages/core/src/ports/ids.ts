/** Chance, handed in so that tests decide about it. */
export interface Ids {
  /** A new UUID whose text grows with time (version 7). */
  uuid(): string
  /** 256 random bits as base64url: a token, a key, a password. */
  secret(): string
  /** A number from 0 up to, not including, 1: the jitter of retries. */
  fraction(): number
}
