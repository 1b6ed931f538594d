import { accessionError } from '../errors/accession-error.ts'
import type { Checksum } from '../ports/entities.ts'
import type { Hashing } from '../ports/hashing.ts'
import { storedDigest } from '../transfers/stored-digest.ts'

/** Digests over the bytes of a member as they pass. */
export interface MemberDigests {
  /** Takes the next bytes; await it where it answers a promise. */
  update(bytes: Uint8Array): void | Promise<void>
  /** Ends them; throws `manifest_mismatch` where the manifest said otherwise. */
  end(): Promise<EndedDigests>
}

/** What a member's bytes are known by. */
export interface EndedDigests {
  /** As the blob's row keeps it. */
  readonly stored: string
  /** What a manifest, whether it has come or not, can be held against. */
  readonly manifestChecksum: Checksum
}

/**
 * The digest that the manifest is in; SHA-256 where it has not come yet, as it stands at the end of an
 * archive and is then hardly in another one.
 */
export const createMemberDigests = (
  hashing: Hashing,
  name: string,
  expected: Checksum | null,
): MemberDigests => {
  const algorithm = expected?.algorithm ?? 'SHA256'
  const digest = hashing.digest(algorithm)
  return {
    update: (bytes) => digest.update(bytes),
    async end() {
      const value = await digest.hex()
      if (expected && value !== expected.value)
        throw accessionError('accession.transfer.manifest_mismatch', [
          name,
          algorithm,
          expected.value,
          value,
        ])
      return {
        stored: storedDigest({ algorithm, value }),
        manifestChecksum: { algorithm, value },
      }
    },
  }
}
