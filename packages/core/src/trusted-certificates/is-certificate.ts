import { derTags, partsOf, readDer } from './der.ts'
import type { DerValue } from './der.ts'

/**
 * Whether DER has the shape of an X.509 certificate (RFC 5280, 4.1): what must be there is there, in
 * its order, and nothing else. Its signature and its time are for whoever goes by it.
 */
export const isCertificate = (der: Uint8Array): boolean => {
  const [certificate, ...rest] = readDer(der) ?? []
  if (!certificate || rest.length > 0) return false
  const parts = partsOf(certificate, sequence)
  if (!hasTags(parts, [sequence, sequence, bitString])) return false
  const [body, algorithm, signature] = parts as [DerValue, DerValue, DerValue]
  return isAlgorithm(algorithm) && isBits(signature) && isBody(partsOf(body, sequence) ?? [])
}

const { sequence, bitString, integer, objectIdentifier, utcTime, generalizedTime } = derTags
const { context0, context1, context2, context3 } = derTags

const hasTags = (values: readonly DerValue[] | undefined, tags: readonly number[]): boolean =>
  values?.length === tags.length && values.every(({ tag }, index) => tag === tags[index])

/** What is signed: version, serial number, algorithm, issuer, validity, subject, key, and what may follow. */
const isBody = (fields: readonly DerValue[]): boolean => {
  const isVersioned = fields[0]?.tag === context0
  if (isVersioned && !hasTags(partsOf(fields[0], context0), [integer])) return false
  const [serial, algorithm, issuer, validity, subject, key, ...others] = isVersioned
    ? fields.slice(1)
    : fields
  return (
    serial?.tag === integer &&
    serial.content.length > 0 &&
    isAlgorithm(algorithm) &&
    partsOf(issuer, sequence) !== undefined &&
    isValidity(partsOf(validity, sequence)) &&
    partsOf(subject, sequence) !== undefined &&
    isKey(partsOf(key, sequence)) &&
    areOthers(others)
  )
}

const isAlgorithm = (value: DerValue | undefined): boolean =>
  partsOf(value, sequence)?.[0]?.tag === objectIdentifier

const isTime = ({ tag }: DerValue): boolean => tag === utcTime || tag === generalizedTime

const isValidity = (times: readonly DerValue[] = []): boolean =>
  times.length === 2 && times.every(isTime)

const isKey = ([algorithm, bits, ...rest]: readonly DerValue[] = []): boolean =>
  isAlgorithm(algorithm) && bits !== undefined && isBits(bits) && rest.length === 0

/** Bits begin with how many of their last byte count for nothing. */
const isBits = ({ tag, content }: DerValue): boolean =>
  tag === bitString && content.length > 1 && (content[0] ?? 8) < 8

/** Unique identifiers and extensions: each at most once, in this order. */
const areOthers = (values: readonly DerValue[]): boolean => {
  const order = [context1, context2, context3] as readonly number[]
  const places = values.map(({ tag }) => order.indexOf(tag))
  const isRising = places.every((place, index) => place > (places[index - 1] ?? -1))
  const extensions = values.find(({ tag }) => tag === context3)
  return isRising && (!extensions || hasTags(partsOf(extensions, context3), [sequence]))
}
