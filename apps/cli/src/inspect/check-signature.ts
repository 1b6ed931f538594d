import { verify, X509Certificate } from 'node:crypto'
import { readSignature, type PackageSignature } from '@accession/item-types/ovf'
import type { InspectedCertificate, InspectedSignature } from './inspection.ts'
import { tried } from './tried.ts'

/** What is known of a signature, and what is to be said about it. */
export interface CheckedSignature {
  readonly signature?: InspectedSignature
  readonly problems: readonly string[]
  readonly warnings: readonly string[]
}

/** A manifest as it was signed. */
export interface SignedManifest {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Reads a `.cert`, and holds its signature against the manifest; whom to trust is not decided here. */
export const checkSignature = async (
  certificateFile: Uint8Array,
  manifest: SignedManifest | undefined,
  now: Date,
): Promise<CheckedSignature> => {
  const read = await tried(readSignature(piecesOf(certificateFile)))
  if ('problem' in read) return { problems: [read.problem], warnings: [] }
  const { signedFile: file, algorithm, certificates: texts } = read.value
  const certificates = texts.map(parse)
  const isOfManifest = manifest?.name === file
  const right = isOfManifest
    ? certificates.find((one) => isSignedBy(read.value, one, manifest.bytes))
    : undefined
  // As a rule that of the signer comes first.
  const signer = right ?? certificates[0]
  const verified = right !== undefined
  const others = certificates.filter((one) => one !== signer)
  return {
    signature: {
      file,
      algorithm,
      verified,
      certificates: [signer, ...others].flatMap((one) => (one ? [factsOf(one)] : [])),
    },
    problems: [
      ...(isOfManifest ? [] : [`The signature is over ${file}, which is not there.`]),
      ...(certificates.includes(undefined) ? ['A certificate of the signature is none.'] : []),
      ...(signer && isOfManifest && !verified
        ? [`The signature is not one of ${file} by a certificate that comes with it.`]
        : []),
    ],
    warnings: signer ? certificateWarnings(signer, now) : [],
  }
}

async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(bytes)
}

const parse = (text: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(text)
  } catch {
    return undefined
  }
}

const isSignedBy = (
  { algorithm, signature }: PackageSignature,
  signer: X509Certificate | undefined,
  bytes: Uint8Array,
): boolean => {
  try {
    return signer !== undefined && verify(algorithm, bytes, signer.publicKey, signature)
  } catch {
    // A key that makes no such signatures.
    return false
  }
}

const factsOf = (certificate: X509Certificate): InspectedCertificate => ({
  subject: oneLine(certificate.subject),
  issuer: oneLine(certificate.issuer),
  not_before: new Date(certificate.validFrom).toISOString(),
  not_after: new Date(certificate.validTo).toISOString(),
  fingerprint: certificate.fingerprint256,
})

const oneLine = (name: string): string => name.split('\n').join(', ')

const certificateWarnings = (signer: X509Certificate, now: Date): readonly string[] => {
  const { not_before: notBefore, not_after: notAfter, subject, issuer } = factsOf(signer)
  return [
    ...(new Date(notAfter) < now ? [`The certificate has expired on ${notAfter}.`] : []),
    ...(new Date(notBefore) > now ? [`The certificate is not valid before ${notBefore}.`] : []),
    ...(subject === issuer ? ['The certificate is self-signed: anybody can make such a one.'] : []),
  ]
}
