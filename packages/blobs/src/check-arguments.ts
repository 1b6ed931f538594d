import { accessionError } from '@accession/core/errors'
import { isBlobId, isRangeWithin } from '@accession/core/ports'
import type { ByteRange } from '@accession/core/ports'

/** Throws where a key is not one that we made: nothing else ever becomes part of a path. */
export const checkBlobId = (id: string): void => {
  if (!isBlobId(id)) {
    throw accessionError('accession.argument.mistyped', ['The id of a blob', 'a lower-case UUID'])
  }
}

/** The range that a read answers of a blob of this size; throws where it is not within it. */
export const checkedRange = (range: ByteRange | undefined, size: number): ByteRange => {
  if (!range) return { start: 0, end: size }
  if (isRangeWithin(range, size)) return range
  const text = `${range.start}-${range.end}`
  throw accessionError('accession.transfer.range_not_satisfiable', [text, size])
}
