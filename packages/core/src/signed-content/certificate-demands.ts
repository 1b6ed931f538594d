import { derTags, partsOf, readDer } from '../trusted-certificates/der.ts'
import type { DerValue } from '../trusted-certificates/der.ts'

/** What a certificate demands of those who go by it (RFC 5280, 4.2 and 6.1). */
export interface CertificateDemands {
  /** Whether it may issue others: it says so, and its key may sign certificates. */
  readonly mayIssue: boolean
  /** Certificates that may stand between it and the signer's. */
  readonly pathLengthMax: number
  /** It has a critical extension that is not looked at here, and so must not be gone by. */
  readonly isBeyondUs: boolean
  /** It is signed by a digest (MD2, MD4, MD5) for which others can make another of the same. */
  readonly isForgeable: boolean
}

/** Reads the extensions of a certificate in DER; what they spell wrongly counts against it. */
export const certificateDemands = (der: Uint8Array): CertificateDemands => {
  const [body, algorithm] = partsOf(readDer(der)?.[0], sequence) ?? []
  const isForgeable = forgeable.has(hexOf(partsOf(algorithm, sequence)?.[0]))
  const extensions = extensionsOf(body)
  if (!extensions) return { mayIssue: false, pathLengthMax: 0, isBeyondUs: true, isForgeable }
  const found = new Map(extensions.map((extension) => [extension.id, extension]))
  const constraints = constraintsOf(found.get(basicConstraints))
  return {
    mayIssue: constraints.isAuthority && maySignCertificates(found.get(keyUsage)),
    pathLengthMax: constraints.pathLengthMax,
    isBeyondUs: extensions.some(({ id, isCritical }) => isCritical && !understood.has(id)),
    isForgeable,
  }
}

interface Extension {
  /** The object identifier's content, in hex. */
  readonly id: string
  readonly isCritical: boolean
  /** The value, in DER. */
  readonly value: Uint8Array
}

const { boolean, integer, bitString, octetString, objectIdentifier, sequence, context3 } = derTags

const keyUsage = '551d0f'
const basicConstraints = '551d13'

/** Extensions that may be critical: those above, and names, policies and uses of a key, which allow what is asked here. */
const understood = new Set([keyUsage, basicConstraints, '551d11', '551d20', '551d25'])

/** RSA with MD2, MD4 and MD5. */
const forgeable = new Set(['2a864886f70d010102', '2a864886f70d010103', '2a864886f70d010104'])

const hexOf = (value: DerValue | undefined): string =>
  Array.from(value?.content ?? [], (byte) => byte.toString(16).padStart(2, '0')).join('')

/** None of version 1, which has no place for them; undefined where they cannot be read, or one is there twice. */
const extensionsOf = (body: DerValue | undefined): readonly Extension[] | undefined => {
  const outer = partsOf(body, sequence)?.find(({ tag }) => tag === context3)
  if (!outer) return []
  const extensions = partsOf(partsOf(outer, context3)?.[0], sequence)?.map(readExtension)
  if (!extensions?.every((extension) => extension !== undefined)) return undefined
  const ids = new Set(extensions.map(({ id }) => id))
  return ids.size === extensions.length ? extensions : undefined
}

const readExtension = (value: DerValue): Extension | undefined => {
  const [id, ...rest] = partsOf(value, sequence) ?? []
  const critical = rest[0]?.tag === boolean ? rest.shift() : undefined
  const [content, ...others] = rest
  if (id?.tag !== objectIdentifier || content?.tag !== octetString || others.length > 0)
    return undefined
  return { id: hexOf(id), isCritical: isTrue(critical), value: content.content }
}

const isTrue = (value: DerValue | undefined): boolean =>
  value?.tag === boolean && value.content.some((byte) => byte !== 0)

const constraintsOf = (
  extension: Extension | undefined,
): { readonly isAuthority: boolean; readonly pathLengthMax: number } => {
  const [authority, length] = extension
    ? (partsOf(readDer(extension.value)?.[0], sequence) ?? [])
    : []
  return { isAuthority: isTrue(authority), pathLengthMax: pathLengthOf(length) }
}

/** A length of several bytes bounds nothing here; a negative one allows nothing. */
const pathLengthOf = (length: DerValue | undefined): number => {
  if (!length) return Infinity
  const [first = 0x80, ...more] = length.tag === integer ? length.content : []
  if (first >= 0x80) return 0
  return more.length > 0 ? Infinity : first
}

/** The sixth bit of the usage; without that extension a key may be used for anything. */
const maySignCertificates = (extension: Extension | undefined): boolean => {
  if (!extension) return true
  const [bits] = readDer(extension.value) ?? []
  return bits?.tag === bitString && ((bits.content[1] ?? 0) & 0x04) !== 0
}
