import { accessionError } from '../errors/accession-error.ts'
import type { Checksum } from '../ports/entities.ts'
import type { DigestAlgorithm, Hashing } from '../ports/hashing.ts'
import { storedDigest } from './stored-digest.ts'

/** What the digests of a file's bytes must be, as far as anybody has said so. */
export interface ExpectedDigests {
  readonly name: string
  /** As its client said. */
  readonly declaredChecksum: Checksum | null
  /** As the manifest of the item says. */
  readonly manifestChecksum: Checksum | null
}

/** Digests over bytes as they pass. */
export interface RunningDigests {
  /** Takes the next bytes; await it where it answers a promise. */
  update(bytes: Uint8Array): void | Promise<void>
  /**
   * Ends them: what the stored bytes are checked against later. Throws `checksum_mismatch` and
   * `manifest_mismatch`, which are faults of the content.
   */
  check(): Promise<string>
}

/**
 * Digests bytes once for each algorithm in which something is expected of them. What nobody expects
 * anything of gets a CRC, which costs next to nothing.
 */
export const createRunningDigests = (
  hashing: Hashing,
  { name, declaredChecksum, manifestChecksum }: ExpectedDigests,
): RunningDigests => {
  const first: DigestAlgorithm =
    declaredChecksum?.algorithm ?? manifestChecksum?.algorithm ?? 'CRC32'
  const digest = hashing.digest(first)
  const second =
    manifestChecksum && manifestChecksum.algorithm !== first
      ? hashing.digest(manifestChecksum.algorithm)
      : undefined
  return {
    update(bytes) {
      const digesting = digest.update(bytes)
      const other = second?.update(bytes)
      if (digesting && other) return Promise.all([digesting, other]).then(() => undefined)
      return digesting ?? other
    },
    async check() {
      const value = await digest.hex()
      if (declaredChecksum && value !== declaredChecksum.value) {
        const args = [name, first, declaredChecksum.value, value] as const
        throw accessionError('accession.transfer.checksum_mismatch', args)
      }
      const inManifest = second ? await second.hex() : value
      if (manifestChecksum && inManifest !== manifestChecksum.value) {
        const { algorithm, value: expected } = manifestChecksum
        const args = [name, algorithm, expected, inManifest] as const
        throw accessionError('accession.transfer.manifest_mismatch', args)
      }
      return storedDigest({ algorithm: first, value })
    },
  }
}
