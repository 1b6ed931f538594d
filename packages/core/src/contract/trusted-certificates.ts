import { operation, service } from './operation.ts'
import { onSystem } from './privilege.ts'
import type { Privilege, PrivilegeName } from './privilege.ts'
import { id, list, nothing, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** A certificate to be trusted. */
export const trustedCertificateCreateSpec = structure(
  'com.vmware.content.trusted_certificates.create_spec',
  {
    /** One X.509 certificate in PEM. */
    cert_text: string,
  },
)
export type TrustedCertificateCreateSpec = Infer<typeof trustedCertificateCreateSpec>

/** A trusted certificate. */
export const trustedCertificateInfo = structure('com.vmware.content.trusted_certificates.info', {
  cert_text: string,
})
export type TrustedCertificateInfo = Infer<typeof trustedCertificateInfo>

/** A trusted certificate in a list. */
export const trustedCertificateSummary = structure(
  'com.vmware.content.trusted_certificates.summary',
  {
    /** The SHA-256 of its DER form, in lower-case hex. */
    certificate: id,
    cert_text: string,
  },
)
export type TrustedCertificateSummary = Infer<typeof trustedCertificateSummary>

/** The trusted certificates. */
export const trustedCertificateList = structure(
  'com.vmware.content.trusted_certificates.list_result',
  { certificates: list(trustedCertificateSummary) },
)
export type TrustedCertificateList = Infer<typeof trustedCertificateList>

const path = '/api/content/trusted-certificates'

const onCertificate = (privilege: PrivilegeName): Privilege => ({
  privilege,
  on: 'certificate',
  resource: 'com.vmware.content.TrustedCertificate',
})

/** The certificates whose signatures are trusted. */
export const trustedCertificatesService = service(
  'trustedCertificates',
  'com.vmware.content.trusted_certificates',
  {
    /** Answers the id that is there already for a certificate that is trusted already. */
    create: operation({
      params: { spec: trustedCertificateCreateSpec },
      result: id,
      errors: ['ERROR', 'UNAUTHENTICATED'],
      privileges: [onSystem('ContentLibrary.AddCertToTrustStore')],
      api: { method: 'POST', path, body: 'spec' },
    }),
    list: operation({
      params: {},
      result: trustedCertificateList,
      errors: ['ERROR', 'UNAUTHENTICATED'],
      privileges: [onSystem('System.Read')],
      api: { method: 'GET', path },
    }),
    get: operation({
      params: { certificate: id },
      result: trustedCertificateInfo,
      errors: ['ERROR', 'NOT_FOUND', 'UNAUTHENTICATED'],
      privileges: [onCertificate('System.Read')],
      api: { method: 'GET', path: `${path}/{certificate}` },
    }),
    delete: operation({
      params: { certificate: id },
      result: nothing,
      errors: ['ERROR', 'NOT_FOUND', 'UNAUTHENTICATED'],
      privileges: [onCertificate('ContentLibrary.DeleteCertFromTrustStore')],
      api: { method: 'DELETE', path: `${path}/{certificate}` },
    }),
  },
)
