import { fileNameFault, shownName } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { limits } from '../limits.ts'
import { readText } from '../read-text.ts'
import { readDigestLine } from './digest-line.ts'
import type { ManifestAlgorithm } from './digest-line.ts'
import { readCertificates } from './read-certificates.ts'

/** What the `.cert` of an OVF package holds. */
export interface PackageSignature {
  /** The name of the manifest that it signs. */
  readonly signedFile: string
  readonly algorithm: ManifestAlgorithm
  readonly signature: Uint8Array
  /** PEM, in the order of the file: that of the signer first. */
  readonly certificates: readonly string[]
}

/**
 * Reads the file that signs a manifest (`.cert`): a line such as `SHA256(name.mf)= hex`, then certificates as PEM;
 * other lines between these are explanations, and passed over. Throws an `AccessionError`
 * (`accession.certificate_file.…`). Whether the signature is right and the certificates are good is not looked at.
 */
export const readSignature = async (
  bytes: AsyncIterable<Uint8Array>,
): Promise<PackageSignature> => {
  const read = await readText(bytes, limits.certificateFileBytesMax)
  if ('fault' in read)
    throw read.fault === 'too large'
      ? accessionError('accession.certificate_file.too_large', [limits.certificateFileBytesMax])
      : accessionError('accession.certificate_file.not_text', [])
  const lines = read.text.split(/\r\n|\n|\r/)
  const first = lines.findIndex((line) => line.trim() !== '')
  const signature = readSignatureLine(lines[first] ?? '', first + 1)
  const rest = lines.map((line, index) => (index <= first ? '' : line))
  return { ...signature, certificates: readCertificates(rest) }
}

const readSignatureLine = (
  line: string,
  number: number,
): Omit<PackageSignature, 'certificates'> => {
  const read = readDigestLine(line)
  if (!read) throw accessionError('accession.certificate_file.signature_missing', [])
  const { algorithmName, algorithm, name, value } = read
  if (!algorithm)
    throw accessionError('accession.certificate_file.algorithm_unknown', [
      number,
      shownName(algorithmName),
    ])
  const fault = fileNameFault(name)
  if (fault)
    throw accessionError('accession.certificate_file.file_name_invalid', [
      number,
      shownName(name),
      fault,
    ])
  const { signatureBytesMin: min, signatureBytesMax: max } = limits
  const signature = bytesOf(value)
  if (!signature || signature.length < min || signature.length > max)
    throw accessionError('accession.certificate_file.signature_invalid', [number, min, max])
  return { signedFile: name, algorithm, signature }
}

const bytesOf = (hex: string): Uint8Array | undefined =>
  /^(?:[\da-f]{2})+$/i.test(hex)
    ? Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
    : undefined
