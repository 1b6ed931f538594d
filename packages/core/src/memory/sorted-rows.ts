import { compareScalars } from '../ports/conditions.ts'
import type { AnyRow, Scalar } from '../ports/table-shape.ts'

/** Rows of one index in the order of its columns, equal ones by id. */
export interface SortedRows {
  add(row: AnyRow): void
  delete(row: AnyRow): void
  /** The rows from the first for which `isBefore` is false; it is true for a leading part of them. */
  from(isBefore: (row: AnyRow) => boolean): Iterable<AnyRow>
}

/** So few that moving them costs nothing, so many that there are few chunks. */
const chunkLengthMax = 512

/** Sorted chunks: adding and deleting move at most one chunk's rows, however many are stored. */
export const createSortedRows = (columns: readonly string[]): SortedRows => {
  const order = [...columns, 'id']
  const chunks: AnyRow[][] = []

  const compare = (a: AnyRow, b: AnyRow): number => {
    for (const column of order) {
      const result = compareScalars(a[column] as Scalar, b[column] as Scalar)
      if (result !== 0) return result
    }
    return 0
  }

  const chunkOf = (isBefore: (row: AnyRow) => boolean): number =>
    firstAfter(chunks, (chunk) => isBefore(chunk.at(-1) as AnyRow))

  return {
    add(row) {
      const isBefore = (other: AnyRow): boolean => compare(other, row) < 0
      const at = Math.min(chunkOf(isBefore), chunks.length - 1)
      const chunk = chunks[at]
      if (!chunk) {
        chunks.push([row])
        return
      }
      chunk.splice(firstAfter(chunk, isBefore), 0, row)
      if (chunk.length > chunkLengthMax) chunks.splice(at + 1, 0, chunk.splice(splitOf(chunk, row)))
    },

    delete(row) {
      const isBefore = (other: AnyRow): boolean => compare(other, row) < 0
      const at = chunkOf(isBefore)
      const chunk = chunks[at]
      const position = chunk ? firstAfter(chunk, isBefore) : 0
      const found = chunk?.[position]
      if (!chunk || !found || compare(found, row) !== 0)
        throw new Error(`No row ${row.id} to delete`)
      chunk.splice(position, 1)
      if (chunk.length === 0) chunks.splice(at, 1)
    },

    *from(isBefore) {
      for (let at = chunkOf(isBefore), first = true; at < chunks.length; at++, first = false) {
        const chunk = chunks[at] ?? []
        for (let i = first ? firstAfter(chunk, isBefore) : 0; i < chunk.length; i++) {
          yield chunk[i] as AnyRow
        }
      }
    },
  }
}

/** Rows mostly come in order: a chunk that overflows at its end is left full. */
const splitOf = (chunk: readonly AnyRow[], added: AnyRow): number =>
  chunk.at(-1) === added ? chunk.length - 1 : Math.floor(chunk.length / 2)

/** The position of the first element for which `isBefore` is false. */
const firstAfter = <T>(elements: readonly T[], isBefore: (element: T) => boolean): number => {
  let [low, high] = [0, elements.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBefore(elements[middle] as T)) low = middle + 1
    else high = middle
  }
  return low
}
