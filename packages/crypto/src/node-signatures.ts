import { verify, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import type { CertificateFacts, Signatures } from '@accession/core/ports'

/** Certificates and signatures by the native code behind `node:crypto`. */
export const nodeSignatures: Signatures = {
  describe(der) {
    const certificate = readCertificate(der)
    return certificate && factsOf(certificate)
  },

  isSignedBy({ algorithm, signature, signed, certificate }) {
    const key = keyOf(readCertificate(certificate))
    return key !== undefined && isTrue(() => verify(algorithm, signed, key, signature))
  },

  isIssuedBy(der, issuerDer) {
    const certificate = readCertificate(der)
    const issuer = readCertificate(issuerDer)
    const key = keyOf(issuer)
    if (!certificate || !issuer || !key) return false
    return isTrue(() => certificate.checkIssued(issuer) && certificate.verify(key))
  },
}

/** What native code makes of bytes from strangers; where it throws, there is no such thing. */
const attempt = <T>(read: () => T): T | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

const isTrue = (judge: () => boolean): boolean => attempt(judge) === true

const readCertificate = (der: Uint8Array): X509Certificate | undefined =>
  attempt(() => new X509Certificate(der))

/** Keys that the certificate's text only claims to be: of unknown kinds, or no point of their curve. */
const keyOf = (certificate: X509Certificate | undefined): KeyObject | undefined =>
  certificate && attempt(() => certificate.publicKey)

const factsOf = (certificate: X509Certificate): CertificateFacts | undefined =>
  attempt(() => {
    const notBefore = Date.parse(certificate.validFrom)
    const notAfter = Date.parse(certificate.validTo)
    if (Number.isNaN(notBefore) || Number.isNaN(notAfter)) return undefined
    return {
      id: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      subject: oneLine(certificate.subject),
      issuer: oneLine(certificate.issuer),
      notBefore,
      // Times of certificates are whole seconds, and the last one counts.
      notAfter: notAfter + 999,
    }
  })

/** Escapes of RFC 4514; of these, only a backslash needs one between slashes too. */
const escapePattern = /\\([\\,+"<>;# ])/g

/** A name that Node writes on a line for each part, as one line; of an empty one there is none. */
const oneLine = (name: string | undefined): string =>
  (name ?? '')
    .split('\n')
    .filter((part) => part !== '')
    .map((part) => `/${unescaped(part).replaceAll('/', '\\/')}`)
    .join('')

const unescaped = (part: string): string =>
  part.replaceAll(escapePattern, (escape, character: string) =>
    character === '\\' ? escape : character,
  )
