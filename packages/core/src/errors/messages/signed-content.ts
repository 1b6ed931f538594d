import { defineMessages } from '../define-messages.ts'

/** Content that is signed, wrongly or by somebody whom nobody here trusts. */
export const signedContentMessages = defineMessages({
  'accession.signed_content.signature_wrong': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The signature is not one over {0} by the key of any certificate that came with it: that file was altered after it was signed, or somebody else has signed it.',
  },
  'accession.signed_content.no_manifest': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The signature is one over {0}, which is no manifest: send one over the manifest, which has the digests of the other files.',
  },
  'accession.signed_content.not_in_manifest': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'File {0} is not what was signed: the manifest has no digest of it, or another one. Remove it, or send a manifest and a signature that cover it.',
  },
  'accession.signed_content.copy_not_verified': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The security policy of library {1} takes only items whose signature was verified, which that of item {0} was not.',
  },
  'accession.signed_content.certificate_malformed': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'No certificate came with the signature that could be read as X.509 in PEM.',
  },
  'accession.signed_content.certificates_too_many': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'More than {0} certificates came with the signature: send the one that signed, and those that issued it.',
  },
  'accession.signed_content.warned': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The session has failed, since warnings of its preview are not ignored ({0}): look at preview_info before complete, and name in warning_behavior what is to be ignored.',
  },
  'accession.signed_content.warned_in_secure_library': {
    type: 'NOT_ALLOWED_IN_CURRENT_STATE',
    text: 'The session has failed, since its preview has warnings ({0}): the security policy of library {1} lets none of them be ignored.',
  },
})
