import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { isCertificate } from './is-certificate.ts'

/** One block of RFC 7468: what stands around it must be blank. */
const blockPattern =
  /^\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----\s*$/

/** Bytes are 4 characters for each 3, lines of at least one character, and the two lines around. */
const textLengthMax = limits.certificateBytesMax * 3

/** The DER form of the one certificate in a text of PEM; throws INVALID_ARGUMENT where it is none. */
export const readCertificate = (text: string): Uint8Array => {
  if (text.length > textLengthMax) {
    throw accessionError('accession.argument.too_long', ['cert_text', textLengthMax])
  }
  const der = findCertificate(text)
  if (!der) throw accessionError('accession.trusted_certificate.malformed', [])
  return der
}

/** The same; undefined where it is none, for what nobody waits with an argument. */
export const findCertificate = (text: string): Uint8Array | undefined => {
  const der = text.length > textLengthMax ? undefined : bytesFrom(blockPattern.exec(text)?.[1])
  return der && der.length <= limits.certificateBytesMax && isCertificate(der) ? der : undefined
}

/** The bytes that base64 spells; undefined where it is none. */
const bytesFrom = (base64: string | undefined): Uint8Array | undefined => {
  if (base64 === undefined) return undefined
  const spelled = base64.replaceAll(/\s/g, '')
  const isWhole = spelled.length % 4 === 0 && /^[^=]+={0,2}$/.test(spelled)
  return isWhole
    ? Uint8Array.from(atob(spelled), (character) => character.charCodeAt(0))
    : undefined
}

/** A certificate as PEM, in lines of 64 characters. */
export const writeCertificate = (der: Uint8Array): string => {
  const base64 = btoa(Array.from(der, (byte) => String.fromCharCode(byte)).join(''))
  const lines = base64.match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
