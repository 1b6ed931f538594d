/** What an X.509 certificate says. */
export interface CertificateFacts {
  /** SHA-256 of its DER form, in lower-case hex: the id under which it may be trusted. */
  readonly id: string
  /** `/C=US/ST=California/O=Example/CN=example`, in the order of the certificate. */
  readonly subject: string
  readonly issuer: string
  /** Milliseconds since 1970, both inclusive. */
  readonly notBefore: number
  readonly notAfter: number
  /** Its subject issued it, and its own key signed it. */
  readonly isSelfSigned: boolean
  /** Whether it may sign other certificates. */
  readonly isAuthority: boolean
}

/** A signature over a text, and the certificate whose key is said to have made it. */
export interface SignatureToCheck {
  readonly algorithm: 'SHA1' | 'SHA256' | 'SHA512'
  /** PEM of one certificate. */
  readonly certificate: string
  readonly signature: Uint8Array
  readonly signed: Uint8Array
}

/** Certificates and what is signed by them; what cannot be read as a certificate is undefined or false, never an error. */
export interface Signatures {
  /** PEM of one certificate. */
  describe(certificate: string): CertificateFacts | undefined
  isSignedBy(check: SignatureToCheck): boolean
  /** Whether the first certificate (PEM) was issued and signed by the second. */
  isIssuedBy(certificate: string, issuer: string): boolean
}
