import { limits } from '../limits.ts'
import { storedMessage } from '../messages/stored-message.ts'
import type { StoredMessage } from '../ports/entities.ts'
import type { Signatures } from '../ports/signatures.ts'
import { readCertificates } from './read-certificates.ts'
import type { Certificate } from './read-certificates.ts'
import type { SignatureStatement } from '../ports/content-signing.ts'

/** Whose key has signed a file, and the certificates that came along. */
export interface SignedBy {
  readonly signer: Certificate
  readonly others: readonly Certificate[]
  readonly signedFile: string
}

/**
 * Finds the certificate whose key has made the signature over these bytes; a message where none of
 * those that came with it has: the bytes were altered, or somebody else signed them.
 */
export const checkSignature = (
  signatures: Signatures,
  statement: SignatureStatement,
  signed: Uint8Array,
): SignedBy | StoredMessage => {
  const { algorithm, signature, signedFile, certificates: texts } = statement
  if (texts.length > limits.certificateChainMax) {
    const args = [limits.certificateChainMax] as const
    return storedMessage('accession.signed_content.certificates_too_many', args)
  }
  const certificates = readCertificates(signatures, texts)
  if (certificates.length === 0)
    return storedMessage('accession.signed_content.certificate_malformed', [])
  const signer = certificates.find(({ der: certificate }) =>
    signatures.isSignedBy({ algorithm, signature, signed, certificate }),
  )
  if (!signer) return storedMessage('accession.signed_content.signature_wrong', [signedFile])
  return { signer, others: certificates.filter((one) => one !== signer), signedFile }
}
