import { defineMessages } from '../define-messages.ts'

/** Trusted certificates. */
export const trustedCertificateMessages = defineMessages({
  'accession.trusted_certificate.not_found': {
    type: 'NOT_FOUND',
    text: 'There is no trusted certificate {0}.',
  },
  'accession.trusted_certificate.malformed': {
    type: 'INVALID_ARGUMENT',
    text: 'cert_text must be one X.509 certificate in PEM, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, and nothing else.',
  },
  'accession.trusted_certificate.too_many': {
    type: 'ERROR',
    text: 'There are {0} trusted certificates, the most this server keeps: delete one first.',
  },
})
