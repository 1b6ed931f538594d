import { withoutHere } from './without-here.ts'

/** The digests that manifests and signatures are made with. */
export type ManifestAlgorithm = 'SHA1' | 'SHA256' | 'SHA512'

/** A line of the form `SHA256(file)= hex`, not yet judged. */
export interface DigestLine {
  /** As it is written. */
  readonly algorithmName: string
  /** Undefined where it is none of those that are known. */
  readonly algorithm: ManifestAlgorithm | undefined
  readonly name: string
  readonly value: string
}

/**
 * Reads a line as `openssl dgst` and what imitates it write it: blanks before the parenthesis or not, around
 * the equals sign or not; algorithms by any of their names, `RSA-` before those of a signature.
 */
export const readDigestLine = (line: string): DigestLine | undefined => {
  const match = /^\s*([a-z][a-z\d/_-]{0,30})\s*\((.*)\)\s*=\s*([^=]*?)\s*$/i.exec(line)
  const [, algorithmName, name, value] = match ?? []
  if (algorithmName === undefined || name === undefined || value === undefined) return undefined
  return { algorithmName, algorithm: algorithmOf(algorithmName), name: withoutHere(name), value }
}

const algorithmOf = (name: string): ManifestAlgorithm | undefined => {
  const [, bits] = /^(?:(?:rsa|ec|ecdsa)-)?sha-?(1|(?:2-)?256|(?:2-)?512)$/i.exec(name) ?? []
  if (bits === undefined) return undefined
  if (bits === '1') return 'SHA1'
  return bits.endsWith('256') ? 'SHA256' : 'SHA512'
}
