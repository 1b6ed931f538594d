import type { PlainData } from './entities.ts'
import type { SignatureAlgorithm } from './signatures.ts'

/** What the certificate file of signed content (`.cert`) says: that a file was signed, and by whom. */
export interface SignatureStatement {
  readonly signedFile: string
  readonly algorithm: SignatureAlgorithm
  readonly signature: Uint8Array
  /** Each one certificate in PEM, in any order: the signer's is among them. */
  readonly certificates: readonly string[]
}

/** The files that make content signed; their names differ in how they end alone. */
export interface SigningFiles {
  /** What the content is about, and what previews wait for. */
  readonly descriptor: string
  /** The digests of all other files; this one is signed. */
  readonly manifest: string
  /** The signature over the manifest, with certificates. */
  readonly certificate: string
}

/** How content of a type is signed. */
export interface ContentSigning {
  /** What the file of that name is; undefined where it is none of them. */
  partOf(fileName: string): keyof SigningFiles | undefined
  /** The files that belong to this descriptor. */
  filesOf(descriptor: string): SigningFiles
  /** What the type has read in a certificate file. */
  readStatement(inspection: PlainData): SignatureStatement
}
