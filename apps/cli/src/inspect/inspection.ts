import type { DiscImage } from '@accession/item-types/iso'
import type { OvfDescriptor } from '@accession/item-types/ovf'
import type { DigestName } from '../files/local-file.ts'

/** What was found in a file or an item, as `--json` shows it. */
export interface Inspection {
  /** The file's name, or `LIBRARY/ITEM`. */
  readonly name: string
  readonly kind: 'ovf' | 'ova' | 'iso' | 'other'
  /** Bytes. */
  readonly size?: number
  readonly descriptor?: OvfDescriptor
  readonly files?: readonly InspectedFile[]
  readonly signature?: InspectedSignature
  readonly disc?: DiscImage
  /** Why it is not right, in sentences. */
  readonly problems: readonly string[]
  /** What may be meant as it is. */
  readonly warnings: readonly string[]
}

/** A file of a package. */
export interface InspectedFile {
  readonly name: string
  /** Bytes it has. */
  readonly size?: number
  /** Bytes that the descriptor says. */
  readonly declared?: number
  /** `there`: on a server, in the size that the descriptor says; digests are the server's to check. */
  readonly state: 'right' | 'not checked' | 'there' | 'missing' | 'wrong size' | 'wrong digest'
  /** The digest that was compared. */
  readonly algorithm?: DigestName
}

/** Who signed a package. */
export interface InspectedSignature {
  /** The manifest that is signed. */
  readonly file: string
  readonly algorithm: DigestName
  /** Whether the key of one of the certificates made it, of the manifest that is there. */
  readonly verified: boolean
  /** That of the signer first. */
  readonly certificates: readonly InspectedCertificate[]
}

/** A certificate that came with a signature; whether anybody trusts it is not looked at. */
export interface InspectedCertificate {
  readonly subject: string
  readonly issuer: string
  /** ISO 8601. */
  readonly not_before: string
  readonly not_after: string
  /** SHA-256, in hexadecimal with colons. */
  readonly fingerprint: string
}
