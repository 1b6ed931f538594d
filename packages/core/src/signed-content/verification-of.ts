import type { CertificateVerification } from '../ports/entities.ts'
import { writeCertificate } from '../trusted-certificates/read-certificate.ts'
import type { SignerVerdict } from './judge-signer.ts'

/** What is kept with an item of whoever signed its content; without a verdict nobody has. */
export const verificationOf = (verdict: SignerVerdict | undefined): CertificateVerification => ({
  status: verdict ? statusOf(verdict) : 'NOT_AVAILABLE',
  chain: verdict?.chain.map(({ der }) => writeCertificate(der)) ?? [],
})

/** A time that is wrong weighs more than trust, which an administrator may still add. */
const statusOf = ({ warnings }: SignerVerdict): CertificateVerification['status'] => {
  if (warnings.includes('EXPIRED_CERTIFICATE') || warnings.includes('NOT_YET_VALID_CERTIFICATE'))
    return 'VERIFICATION_FAILURE'
  return warnings.includes('UNTRUSTED_CERTIFICATE') ? 'UNTRUSTED' : 'VERIFIED'
}
