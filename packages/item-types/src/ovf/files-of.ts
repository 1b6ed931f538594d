import { decodedNames } from './decoded-names.ts'
import type { OvfDescriptor, OvfFile } from './ovf-descriptor.ts'

/** A file that lies beside a descriptor, or comes after it in an archive. */
export interface PackageFile {
  readonly name: string
  /** Bytes, where the descriptor tells. */
  readonly size?: number
  /** The id of the reference that it is, or a piece of. */
  readonly fileRef: string
}

/**
 * The files that a descriptor needs, those that come in pieces as their numbered pieces, in its order. A file
 * has the name that its href is literally; where only one is there that the href is when percent-decoded, it has that.
 */
export const filesOf = (
  { references }: Pick<OvfDescriptor, 'references'>,
  isThere: (name: string) => boolean = () => false,
): readonly PackageFile[] => {
  const decoded = decodedNames(references.map(({ href }) => href))
  return references.flatMap((file) => {
    const literal = piecesOf(file)
    const href = decoded.get(file.href)
    if (href === undefined) return literal
    const others = piecesOf({ ...file, href })
    const isLiteral = literal.some(({ name }) => isThere(name))
    return !isLiteral && others.some(({ name }) => isThere(name)) ? others : literal
  })
}

/** How many files beside the descriptor a reference stands for. */
export const countOf = ({ size, chunkSize }: Pick<OvfFile, 'size' | 'chunkSize'>): number =>
  size === undefined || chunkSize === undefined ? 1 : Math.max(1, Math.ceil(size / chunkSize))

const piecesOf = (file: OvfFile): readonly PackageFile[] => {
  const { id, href, size, chunkSize } = file
  if (size === undefined) return [{ name: href, fileRef: id }]
  if (chunkSize === undefined) return [{ name: href, size, fileRef: id }]
  return Array.from({ length: countOf(file) }, (_, index) => ({
    // DSP0243: nine digits, counted from zero.
    name: `${href}.${String(index).padStart(9, '0')}`,
    size: Math.min(chunkSize, size - index * chunkSize),
    fileRef: id,
  }))
}
