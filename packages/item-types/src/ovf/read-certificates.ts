import { shownName } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { limits } from '../limits.ts'
import { readDigestLine } from './digest-line.ts'

/** The certificates among the lines of a `.cert`, each as PEM with lines of 64 characters; at least one. */
export const readCertificates = (lines: readonly string[]): readonly string[] => {
  const certificates: string[] = []
  let begun: { readonly line: number; text: string } | undefined
  for (const [index, line] of lines.entries()) {
    const number = index + 1
    const [, edge, label] = /^-----(BEGIN|END) ([^-]*)-----\s*$/.exec(line) ?? []
    if (edge !== undefined && label !== 'CERTIFICATE')
      refuse(
        number,
        `a block of ${shownName(label ?? '')} is no certificate and does not belong there`,
      )
    if (edge === 'BEGIN') {
      if (begun) refuse(number, 'a certificate begins inside another one')
      if (certificates.length >= limits.certificatesMax)
        throw accessionError('accession.certificate_file.too_many_certificates', [
          number,
          limits.certificatesMax,
        ])
      begun = { line: number, text: '' }
    } else if (edge === 'END') {
      if (!begun) return refuse(number, 'a certificate ends that has not begun')
      certificates.push(toPem(begun.text, begun.line))
      begun = undefined
    } else if (begun) begun.text += line.trim()
    else if (readDigestLine(line)?.algorithm)
      throw accessionError('accession.certificate_file.second_signature', [number])
  }
  if (begun) refuse(begun.line, 'the certificate that begins there does not end')
  if (certificates.length === 0)
    throw accessionError('accession.certificate_file.certificate_missing', [])
  return certificates
}

const refuse = (line: number, reason: string): never => {
  throw accessionError('accession.certificate_file.certificate_malformed', [line, reason])
}

const toPem = (base64: string, line: number): string => {
  const isBase64 = base64.length % 4 === 0 && /^[a-z\d+/]+={0,2}$/i.test(base64)
  // Every certificate is a SEQUENCE (0x30) in DER.
  if (!isBase64 || !atob(base64).startsWith('0')) refuse(line, 'the certificate is not in Base64')
  const bytes = (base64.length / 4) * 3
  const { certificateBytesMax } = limits
  if (bytes > certificateBytesMax) refuse(line, `it has more than ${certificateBytesMax} bytes`)
  const body = (base64.match(/.{1,64}/g) ?? []).join('\n')
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`
}
