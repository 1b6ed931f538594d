import { X509Certificate } from 'node:crypto'
import type { CertificateVerificationStatus, ItemModel } from '@accession/core/contract'

const words: Readonly<Record<CertificateVerificationStatus, string>> = {
  NOT_AVAILABLE: 'none',
  VERIFIED: 'verified',
  INTERNAL: 'verified by the server itself',
  VERIFICATION_FAILURE: 'could not be verified',
  VERIFICATION_IN_PROGRESS: 'is being verified',
  UNTRUSTED: 'by somebody who is not trusted',
}

/** Whether an item's content is signed, whether that is believed, and by whom it was; undefined where the server says nothing of it. */
export const signatureOf = ({
  certificate_verification_info: info,
}: ItemModel): string | undefined => {
  if (!info) return undefined
  const [signer] = info.cert_chain ?? []
  const name = signer === undefined ? undefined : subjectOf(signer)
  return name === undefined ? words[info.status] : `${words[info.status]} (${name})`
}

const subjectOf = (pem: string): string | undefined => {
  try {
    return new X509Certificate(pem).subject.replaceAll('\n', ', ')
  } catch {
    // A server may keep what no longer can be read: the status says enough then.
    return undefined
  }
}
