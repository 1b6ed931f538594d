import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { createSecureContext } from 'node:tls'

/** The certificate that a server shows, with its key. */
export interface ServerCertificate {
  /** In PEM, followed by those that vouch for it. */
  readonly cert: string
  /** In PEM. */
  readonly key: string
  /** SHA-256 of its DER form: `AA:BB:…`. */
  readonly fingerprint: string
  /** When it ends. */
  readonly expiresAt: number
  /** Nobody vouches for it: clients know it by its fingerprint, or trust it by itself. */
  readonly isSelfSigned: boolean
}

/** The certificate of two PEM texts; throws an `Error` that says what is wrong with which. */
export const readServerCertificate = (cert: string, key: string): ServerCertificate => {
  const certificate = readCertificate(cert)
  if (!certificate.checkPrivateKey(readKey(key)))
    throw new Error('the key is not the key of the certificate')
  try {
    createSecureContext({ cert, key })
  } catch (cause) {
    throw new Error(`TLS does not take them: ${(cause as Error).message}`, { cause })
  }
  return {
    cert,
    key,
    fingerprint: certificate.fingerprint256,
    expiresAt: Date.parse(certificate.validTo),
    isSelfSigned: isSelfSigned(certificate),
  }
}

const readCertificate = (pem: string): X509Certificate => {
  try {
    return new X509Certificate(pem)
  } catch (cause) {
    throw new Error('the certificate is not one in PEM', { cause })
  }
}

const readKey = (pem: string): KeyObject => {
  if (/ENCRYPTED/.test(pem)) throw new Error('the key is encrypted: give it without a passphrase')
  try {
    return createPrivateKey(pem)
  } catch {
    // The cause might quote the key.
    throw new Error('the key is not a private key in PEM')
  }
}

const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey)
