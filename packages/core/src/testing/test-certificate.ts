import { derTags } from '../trusted-certificates/der.ts'
import { writeCertificate } from '../trusted-certificates/read-certificate.ts'
import { fromHex, writeDer } from './write-der.ts'

/** A certificate for tests; its names are as short as they are plain. */
export interface TestCertificate {
  readonly subject: string
  /** @default the subject: it signs itself */
  readonly issuer?: string
  /** What its key is called. @default the subject */
  readonly key?: string
  /** Which key has signed it. @default the issuer */
  readonly signedBy?: string
  /** Milliseconds since 1970. @default 2020 */
  readonly notBefore?: number
  /** @default 2090 */
  readonly notAfter?: number
  /** @default one as of version 1, without any */
  readonly extensions?: readonly Uint8Array[]
  /** The object identifier of how it was signed, in hex. @default SHA-256 with RSA */
  readonly algorithm?: string
}

const { boolean, integer, bitString, octetString, objectIdentifier } = derTags
const { generalizedTime, sequence, context0, context3 } = derTags
const set = 0x31
const utf8 = 0x0c
const encoder = new TextEncoder()

const writeName = (name: string): Uint8Array => {
  const commonName = writeDer(objectIdentifier, fromHex('550403'))
  return writeDer(sequence, writeDer(set, writeDer(sequence, commonName, text(utf8, name))))
}

const text = (tag: number, value: string): Uint8Array => writeDer(tag, encoder.encode(value))

const writeTime = (ms: number): Uint8Array =>
  text(generalizedTime, `${new Date(ms).toISOString().replaceAll(/\D/g, '').slice(0, 14)}Z`)

const writeBits = (value: string): Uint8Array =>
  writeDer(bitString, Uint8Array.of(0), encoder.encode(value))

/** An extension by its object identifier in hex. */
export const testExtension = (id: string, isCritical: boolean, value: Uint8Array): Uint8Array =>
  writeDer(
    sequence,
    writeDer(objectIdentifier, fromHex(id)),
    ...(isCritical ? [writeDer(boolean, Uint8Array.of(0xff))] : []),
    writeDer(octetString, value),
  )

/** The extension of those who may issue others. */
export const authority = (pathLength?: number): Uint8Array => {
  const length = pathLength === undefined ? [] : [writeDer(integer, Uint8Array.of(pathLength))]
  const isAuthority = writeDer(boolean, Uint8Array.of(0xff))
  return testExtension('551d13', true, writeDer(sequence, isAuthority, ...length))
}

/** Makes the PEM of a certificate that `testSignatures` reads, at once, for any names and times. */
export const makeTestCertificate = (given: TestCertificate): string => {
  const { subject, issuer = subject, key = subject, signedBy = issuer, extensions } = given
  const { notBefore = Date.UTC(2020), notAfter = Date.UTC(2090) } = given
  const { algorithm = '2a864886f70d01010b' } = given
  const how = writeDer(sequence, writeDer(objectIdentifier, fromHex(algorithm)))
  const body = writeDer(
    sequence,
    writeDer(context0, writeDer(integer, Uint8Array.of(2))),
    writeDer(integer, Uint8Array.of(1)),
    how,
    writeName(issuer),
    writeDer(sequence, writeTime(notBefore), writeTime(notAfter)),
    writeName(subject),
    writeDer(sequence, how, writeBits(key)),
    ...(extensions ? [writeDer(context3, writeDer(sequence, ...extensions))] : []),
  )
  return writeCertificate(writeDer(sequence, body, how, writeBits(signedBy)))
}
