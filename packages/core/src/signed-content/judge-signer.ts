import type { WarningType } from '../contract/preview-info.ts'
import type { Signatures } from '../ports/signatures.ts'
import type { SignedBy } from './check-signature.ts'
import { findChain } from './find-chain.ts'
import type { CertificateChain } from './find-chain.ts'
import type { Certificate } from './read-certificates.ts'

/** What is to be said of who signed: the warnings in the order of their table. */
export interface SignerVerdict {
  readonly chain: CertificateChain
  /** Its own key has signed it. */
  readonly isSelfSigned: boolean
  readonly warnings: readonly WarningType[]
}

/**
 * Holds the signer against the trusted certificates and the time. Trust speaks for a certificate
 * that signs itself; it does not speak for one that has ended, or has not begun.
 */
export const judgeSigner = (
  signatures: Signatures,
  signedBy: SignedBy,
  trusted: readonly Certificate[],
  now: number,
): SignerVerdict => {
  const { signer } = signedBy
  const { chain, isTrusted } = findChain(signatures, signedBy, trusted, now)
  const isSelfSigned = signatures.isIssuedBy(signer.der, signer.der)
  const raised: Readonly<Record<WarningType, boolean>> = {
    SELF_SIGNED_CERTIFICATE: isSelfSigned && !isTrusted,
    EXPIRED_CERTIFICATE: now > signer.notAfter,
    NOT_YET_VALID_CERTIFICATE: now < signer.notBefore,
    UNTRUSTED_CERTIFICATE: !isTrusted,
  }
  const types = Object.keys(raised) as WarningType[]
  return { chain, isSelfSigned, warnings: types.filter((type) => raised[type]) }
}
