import type { PreviewInfo } from '../contract/preview-info.ts'
import { writeCertificate } from '../trusted-certificates/read-certificate.ts'
import { contentWarnings } from './content-warnings.ts'
import type { WarningRule } from './content-warnings.ts'
import type { SignerVerdict } from './judge-signer.ts'

/** The preview of content that has come; without a verdict it is not signed. */
export const previewOf = (verdict: SignerVerdict | undefined, rule: WarningRule): PreviewInfo => {
  if (!verdict) return { state: 'AVAILABLE', warnings: [] }
  const [{ issuer, subject, der }] = verdict.chain
  return {
    state: 'AVAILABLE',
    certificate_info: {
      issuer,
      subject,
      self_signed: verdict.isSelfSigned,
      x509: writeCertificate(der),
    },
    cert_chain: verdict.chain.map((certificate) => writeCertificate(certificate.der)),
    warnings: [...contentWarnings(verdict, rule)],
  }
}
