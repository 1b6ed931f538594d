import { defineMessages } from '../define-messages.ts'

/** What is wrong with the manifest of an OVF package, or with the file that signs it. */
export const ovfSignatureMessages = defineMessages({
  'accession.manifest.too_large': {
    type: 'INVALID_ARGUMENT',
    text: 'The manifest is larger than {0} bytes, the most that is read.',
  },
  'accession.manifest.empty': {
    type: 'INVALID_ARGUMENT',
    text: 'The manifest names no file.',
  },
  'accession.manifest.not_text': {
    type: 'INVALID_ARGUMENT',
    text: 'The manifest is not a text in UTF-8.',
  },
  'accession.manifest.too_many': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}: the manifest names more than {1} files.',
  },
  'accession.manifest.line_malformed': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0} of the manifest is not of the form "SHA256(file)= digest".',
  },
  'accession.manifest.algorithm_unknown': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0} of the manifest: {1} is none of SHA1, SHA256 and SHA512.',
  },
  'accession.manifest.file_name_invalid': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0} of the manifest: {1} cannot name a file: {2}.',
  },
  'accession.manifest.file_named_twice': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0} of the manifest names {1} a second time.',
  },
  'accession.manifest.digest_length': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0} of the manifest: a {1} digest has {3} hexadecimal digits, and that of {2} has {4}.',
  },
  'accession.certificate_file.too_large': {
    type: 'INVALID_ARGUMENT',
    text: 'The file with signature and certificate is larger than {0} bytes, the most that is read.',
  },
  'accession.certificate_file.not_text': {
    type: 'INVALID_ARGUMENT',
    text: 'The file with signature and certificate is not a text in UTF-8.',
  },
  'accession.certificate_file.signature_missing': {
    type: 'INVALID_ARGUMENT',
    text: 'The file with signature and certificate does not begin with a signature such as "SHA256(name.mf)= hex".',
  },
  'accession.certificate_file.second_signature': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0} of the file with signature and certificate holds a second signature.',
  },
  'accession.certificate_file.algorithm_unknown': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0} of the file with signature and certificate: {1} is none of SHA1, SHA256 and SHA512.',
  },
  'accession.certificate_file.file_name_invalid': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0} of the file with signature and certificate: {1} cannot name a file: {2}.',
  },
  'accession.certificate_file.signature_invalid': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0} of the file with signature and certificate: a signature has from {1} to {2} bytes in hexadecimal digits.',
  },
  'accession.certificate_file.certificate_missing': {
    type: 'INVALID_ARGUMENT',
    text: 'The file with signature and certificate holds no certificate.',
  },
  'accession.certificate_file.certificate_malformed': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0} of the file with signature and certificate: {1}.',
  },
  'accession.certificate_file.too_many_certificates': {
    type: 'INVALID_ARGUMENT',
    text: 'Line {0}: the file holds more than {1} certificates.',
  },
})
