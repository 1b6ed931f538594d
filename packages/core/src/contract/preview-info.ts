import { localizableMessage } from './localizable-message.ts'
import { boolean, enumeration, list, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** What may be wrong with the certificate of signed content. */
export const warningType = enumeration(
  'com.vmware.content.library.item.updatesession.warning_type',
  [
    'SELF_SIGNED_CERTIFICATE',
    'EXPIRED_CERTIFICATE',
    'NOT_YET_VALID_CERTIFICATE',
    'UNTRUSTED_CERTIFICATE',
  ],
)
export type WarningType = Infer<typeof warningType>

/** Whether a warning of a type stops `complete`. */
export const warningBehavior = structure(
  'com.vmware.content.library.item.updatesession.warning_behavior',
  { type: warningType, ignored: boolean },
)
export type WarningBehavior = Infer<typeof warningBehavior>

/** A warning about the content of a session. */
export const previewWarningInfo = structure(
  'com.vmware.content.library.item.updatesession.preview_warning_info',
  { type: warningType, message: localizableMessage, ignored: boolean },
)
export type PreviewWarningInfo = Infer<typeof previewWarningInfo>

/** The certificate that content was signed with. */
export const certificateInfo = structure(
  'com.vmware.content.library.item.updatesession.certificate_info',
  { issuer: string, subject: string, self_signed: boolean, x509: string },
)
export type CertificateInfo = Infer<typeof certificateInfo>

/** Whether the content of a session has been looked into. */
export const previewState = enumeration(
  'com.vmware.content.library.item.updatesession.preview_info.state',
  ['UNAVAILABLE', 'NOT_APPLICABLE', 'PREPARING', 'AVAILABLE'],
)
export type PreviewState = Infer<typeof previewState>

/** What is known of a session's content before it is completed. */
export const previewInfo = structure(
  'com.vmware.content.library.item.updatesession.preview_info',
  {
    state: previewState,
    certificate_info: optional(certificateInfo),
    cert_chain: optional(list(string)),
    warnings: optional(list(previewWarningInfo)),
  },
  {
    unions: {
      state: {
        UNAVAILABLE: {},
        NOT_APPLICABLE: {},
        PREPARING: {},
        AVAILABLE: { certificate_info: 'optional', warnings: 'required' },
      },
    },
  },
)
export type PreviewInfo = Infer<typeof previewInfo>
