import { createPublicKey, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { isIP } from 'node:net'
import {
  bitString,
  integer,
  isTrue,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  tagged,
  time,
  utf8,
} from './der.ts'

export interface CertificateRequest {
  /** DNS names and addresses; the first one is also the subject's common name. */
  readonly names: readonly string[]
  /** The key that it is for, and is signed with: EC P-256. */
  readonly key: KeyObject
  readonly notBefore: number
  readonly notAfter: number
}

/**
 * A certificate that signs itself (X.509 v3, ECDSA with SHA-256), in PEM. It is no authority: who
 * trusts it trusts this server under these names, and nobody that the server could vouch for.
 */
export const makeCertificate = ({
  names,
  key,
  notBefore,
  notAfter,
}: CertificateRequest): string => {
  const algorithm = sequence(objectIdentifier('1.2.840.10045.4.3.2'))
  const commonName = sequence(objectIdentifier('2.5.4.3'), utf8((names[0] ?? '').slice(0, 64)))
  const name = sequence(setOf(commonName))
  const toBeSigned = sequence(
    tagged(0, integer(Buffer.of(2)), true),
    integer(serialNumber()),
    algorithm,
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions(names)), true),
  )
  const certificate = sequence(toBeSigned, algorithm, bitString(sign('sha256', toBeSigned, key)))
  const lines = certificate.toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd()
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

/** 127 bits of chance, and never 0. */
const serialNumber = (): Buffer => {
  const bytes = randomBytes(16)
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40
  return bytes
}

const extensions = (names: readonly string[]): Buffer[] => [
  // basicConstraints: no authority.
  critical('2.5.29.19', sequence()),
  // keyUsage: digitalSignature.
  critical('2.5.29.15', bitString(Buffer.of(0x80), 7)),
  // extKeyUsage: serverAuth.
  extension('2.5.29.37', sequence(objectIdentifier('1.3.6.1.5.5.7.3.1'))),
  // subjectAltName.
  extension('2.5.29.17', sequence(...names.map(generalName))),
]

const extension = (id: string, content: Buffer): Buffer =>
  sequence(objectIdentifier(id), octetString(content))

const critical = (id: string, content: Buffer): Buffer =>
  sequence(objectIdentifier(id), isTrue, octetString(content))

const generalName = (name: string): Buffer =>
  isIP(name) === 0 ? tagged(2, Buffer.from(name), false) : tagged(7, addressBytes(name), false)

/** The 4 or 16 bytes of an address. */
const addressBytes = (address: string): Buffer => {
  if (isIP(address) === 4) return Buffer.from(address.split('.').map(Number))
  // The URL parser writes IPv4 inside IPv6 as groups, too.
  const { hostname } = new URL(`http://[${address}]/`)
  const [head = '', tail] = hostname.slice(1, -1).split('::')
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0)
  const groups = Uint16Array.from([...before, ...zeros, ...after])
  return Buffer.from(groups.buffer).swap16()
}

const groupsOf = (text: string): number[] =>
  text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16))
