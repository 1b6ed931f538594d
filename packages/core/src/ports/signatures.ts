/** What an X.509 certificate says of itself. */
export interface CertificateFacts {
  /** SHA-256 of its DER form, in lower-case hex: the id under which it may be trusted. */
  readonly id: string
  /**
   * `/C=US/ST=California/O=Example, Inc./CN=example`, in the order of the certificate; a slash or a
   * backslash within a value follows a backslash, control characters are hex after one.
   */
  readonly subject: string
  readonly issuer: string
  /** Milliseconds since 1970, both inclusive. */
  readonly notBefore: number
  readonly notAfter: number
}

/** The digests that content is signed by. */
export type SignatureAlgorithm = 'SHA1' | 'SHA256' | 'SHA512'

/** A signature over bytes, and the certificate whose key is said to have made it. */
export interface SignatureToCheck {
  readonly algorithm: SignatureAlgorithm
  /** RSA as of PKCS #1 v1.5, ECDSA as of RFC 3279. */
  readonly signature: Uint8Array
  readonly signed: Uint8Array
  /** One certificate in DER. */
  readonly certificate: Uint8Array
}

/**
 * Certificates (each in DER) and what their keys have signed. What cannot be read as a certificate
 * is undefined or false, never an error: all of it comes from strangers.
 */
export interface Signatures {
  describe(certificate: Uint8Array): CertificateFacts | undefined
  isSignedBy(check: SignatureToCheck): boolean
  /**
   * Whether the first certificate names the second as its issuer and is signed by its key. Nothing
   * else is looked at: neither times, nor whether that one may issue any.
   */
  isIssuedBy(certificate: Uint8Array, issuer: Uint8Array): boolean
}
