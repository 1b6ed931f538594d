import type { CertificateFacts, Signatures } from '../ports/signatures.ts'
import { derTags, partsOf, readDer } from '../trusted-certificates/der.ts'
import type { DerValue } from '../trusted-certificates/der.ts'

const { sequence } = derTags
const set = 0x31

/** What the key of that name makes of bytes. */
export const signForTest = (key: string, algorithm: string, signed: Uint8Array): Uint8Array =>
  new TextEncoder().encode(`${key} ${algorithm} ${[...signed].join()}`)

/** Certificates that are signed by naming a key: for tests alone. */
export const testSignatures: Signatures = {
  describe: (der) => read(der)?.facts,
  isSignedBy({ algorithm, signature, signed, certificate }) {
    const key = read(certificate)?.key
    return key !== undefined && isSame(signForTest(key, algorithm, signed), signature)
  },
  isIssuedBy(der, issuerDer) {
    const certificate = read(der)
    const issuer = read(issuerDer)
    if (!certificate || !issuer) return false
    return certificate.facts.issuer === issuer.facts.subject && certificate.signedBy === issuer.key
  },
}

interface ReadCertificate {
  readonly facts: CertificateFacts
  readonly key: string
  readonly signedBy: string
}

const read = (der: Uint8Array): ReadCertificate | undefined => {
  const [body, , signature] = partsOf(readDer(der)?.[0], sequence) ?? []
  const [, , , issuer, times, subject, key] = partsOf(body, sequence) ?? []
  const [notBefore, notAfter] = partsOf(times, sequence)?.map(readTime) ?? []
  const facts = {
    id: Array.from(der, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    subject: readName(subject),
    issuer: readName(issuer),
    notBefore: notBefore ?? Number.NaN,
    notAfter: notAfter ?? Number.NaN,
  }
  if (Number.isNaN(facts.notBefore) || Number.isNaN(facts.notAfter)) return undefined
  return { facts, key: readBits(partsOf(key, sequence)?.[1]), signedBy: readBits(signature) }
}

const textOf = (value: DerValue | undefined): string => new TextDecoder().decode(value?.content)

const readName = (name: DerValue | undefined): string =>
  `/CN=${textOf(partsOf(partsOf(partsOf(name, sequence)?.[0], set)?.[0], sequence)?.[1])}`

const readTime = (value: DerValue): number => {
  const digits = textOf(value)
  const [year, month, day, hour, minute, second] = [
    digits.slice(0, 4),
    ...(digits.slice(4, 14).match(/../g) ?? []),
  ].map(Number)
  return Date.UTC(year ?? NaN, (month ?? NaN) - 1, day, hour, minute, second)
}

const readBits = (value: DerValue | undefined): string =>
  new TextDecoder().decode(value?.content.subarray(1))

const isSame = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && left.every((byte, place) => byte === right[place])
