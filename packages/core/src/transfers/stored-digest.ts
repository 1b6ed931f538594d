import type { DigestAlgorithm } from '../ports/hashing.ts'

/** A digest of stored bytes. */
export interface Digest {
  readonly algorithm: DigestAlgorithm
  /** Lower-case hex. */
  readonly value: string
}

/** A digest as a blob's row keeps it: `SHA256:0a1b…`. */
export const storedDigest = ({ algorithm, value }: Digest): string => `${algorithm}:${value}`

const algorithms = ['CRC32', 'MD5', 'SHA1', 'SHA256', 'SHA512'] as const

/** What a row keeps, read again; undefined where it is none that this program can compute. */
export const readStoredDigest = (text: string): Digest | undefined => {
  const [name, value = '', ...more] = text.split(':')
  const algorithm = algorithms.find((known) => known === name)
  return algorithm && more.length === 0 && /^[0-9a-f]+$/.test(value)
    ? { algorithm, value }
    : undefined
}
