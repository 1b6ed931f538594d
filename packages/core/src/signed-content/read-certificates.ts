import type { CertificateFacts, Signatures } from '../ports/signatures.ts'
import { findCertificate } from '../trusted-certificates/read-certificate.ts'
import { certificateDemands } from './certificate-demands.ts'
import type { CertificateDemands } from './certificate-demands.ts'

/** A certificate, read once. */
export interface Certificate extends CertificateFacts, CertificateDemands {
  readonly der: Uint8Array
}

/** The certificates in such texts of PEM, each once; those that are none are left out. */
export const readCertificates = (
  signatures: Signatures,
  texts: readonly string[],
): readonly Certificate[] => {
  const found = texts.flatMap((text) => {
    const der = findCertificate(text)
    const facts = der && signatures.describe(der)
    return facts ? [{ ...facts, ...certificateDemands(der), der }] : []
  })
  return [...new Map(found.map((certificate) => [certificate.id, certificate])).values()]
}
