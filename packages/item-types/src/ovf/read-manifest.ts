import { fileNameFault, shownName } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import { limits } from '../limits.ts'
import { readText } from '../read-text.ts'
import { readDigestLine } from './digest-line.ts'
import type { ManifestAlgorithm } from './digest-line.ts'

/** What a manifest says of a file. */
export interface ManifestEntry {
  readonly name: string
  readonly algorithm: ManifestAlgorithm
  /** Hexadecimal, in lower case. */
  readonly value: string
}

/** Hexadecimal digits of a digest. */
const digitsOf = { SHA1: 40, SHA256: 64, SHA512: 128 } as const

/**
 * Reads the manifest of an OVF package (`.mf`): a line for each file, of the form `SHA256(file)= hex`. Of a file
 * with digests in several algorithms, for programs of any age, the longest is told. Throws an `AccessionError`
 * (`accession.manifest.…`) that names the first line that is wrong.
 */
export const readManifest = async (
  bytes: AsyncIterable<Uint8Array>,
): Promise<readonly ManifestEntry[]> => {
  const read = await readText(bytes, limits.manifestBytesMax)
  if ('fault' in read)
    throw read.fault === 'too large'
      ? accessionError('accession.manifest.too_large', [limits.manifestBytesMax])
      : accessionError('accession.manifest.not_text', [])
  const entries = new Map<string, ManifestEntry>()
  const seen = new Set<string>()
  for (const [index, line] of read.text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '') continue
    const number = index + 1
    const entry = readEntry(line, number)
    const { name, algorithm } = entry
    const key = `${algorithm} ${name}`
    if (seen.has(key))
      throw accessionError('accession.manifest.file_named_twice', [number, shownName(name)])
    seen.add(key)
    const known = entries.get(name)
    if (!known && entries.size >= limits.packageFilesMax)
      throw accessionError('accession.manifest.too_many', [number, limits.packageFilesMax])
    if (!known || digitsOf[algorithm] > digitsOf[known.algorithm]) entries.set(name, entry)
  }
  if (entries.size === 0) throw accessionError('accession.manifest.empty', [])
  return [...entries.values()]
}

const readEntry = (line: string, number: number): ManifestEntry => {
  const read = readDigestLine(line)
  if (!read) throw accessionError('accession.manifest.line_malformed', [number])
  const { algorithmName, algorithm, name, value } = read
  if (!algorithm || /^(?:rsa|ec)/i.test(algorithmName))
    throw accessionError('accession.manifest.algorithm_unknown', [number, shownName(algorithmName)])
  const fault = fileNameFault(name)
  if (fault)
    throw accessionError('accession.manifest.file_name_invalid', [number, shownName(name), fault])
  if (!/^[\da-f]+$/i.test(value))
    throw accessionError('accession.manifest.line_malformed', [number])
  const digits = digitsOf[algorithm]
  if (value.length !== digits)
    throw accessionError('accession.manifest.digest_length', [
      number,
      algorithm,
      shownName(name),
      digits,
      value.length,
    ])
  return { name, algorithm, value: value.toLowerCase() }
}
