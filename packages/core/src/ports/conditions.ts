import type { Scalar } from './table-shape.ts'

/** One column of a `Where`, in the form adapters work with. */
export type Condition =
  | { readonly column: string; readonly test: 'is'; readonly value: Scalar }
  | { readonly column: string; readonly test: 'atMost'; readonly value: string | number }
  | { readonly column: string; readonly test: 'moreThan'; readonly value: string | number }
  | {
      readonly column: string
      readonly test: 'among'
      /** The texts as a JSON array, as they travel. */
      readonly value: string
      readonly texts: ReadonlySet<string>
    }

/** The conditions of a `Where`, ordered by column; columns given as undefined ask for nothing. */
export const conditionsOf = (where: object): readonly Condition[] => {
  const conditions: Condition[] = []
  for (const [column, wanted] of Object.entries(where))
    if (wanted !== undefined) conditions.push(conditionOf(column, wanted))
  return conditions.length > 1 ? conditions.toSorted(byColumn) : conditions
}

const byColumn = (a: Condition, b: Condition): number => (a.column < b.column ? -1 : 1)

const conditionOf = (column: string, wanted: unknown): Condition => {
  if (wanted === null || typeof wanted !== 'object') {
    return { column, test: 'is', value: wanted as Scalar }
  }
  const { atMost, moreThan, among } = wanted as {
    readonly atMost?: string | number
    readonly moreThan?: string | number
    readonly among?: readonly string[]
  }
  if (among !== undefined) {
    const texts = new Set(among)
    return { column, test: 'among', value: JSON.stringify([...texts]), texts }
  }
  if (atMost !== undefined) return { column, test: 'atMost', value: atMost }
  if (moreThan !== undefined) return { column, test: 'moreThan', value: moreThan }
  throw new TypeError(`The condition on ${column} asks for nothing`)
}

/**
 * The order of values in every store: null first, numbers by value, texts by code point (as their
 * UTF-8 bytes order; `<` orders by UTF-16 units, which differs beyond U+FFFF).
 */
export const compareScalars = (a: Scalar, b: Scalar): number => {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b)
  return a < b ? -1 : 1
}

const compareTexts = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const [x, y] = [a.charCodeAt(index), b.charCodeAt(index)]
    if (x === y) continue
    const [xIsSurrogate, yIsSurrogate] = [isSurrogate(x), isSurrogate(y)]
    return xIsSurrogate === yIsSurrogate ? x - y : xIsSurrogate ? 1 : -1
  }
  return a.length - b.length
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

/** Whether a value meets a condition; null is never at most, more than nor among anything. */
export const meets = (value: Scalar, condition: Condition): boolean => {
  if (condition.test === 'is') return value === condition.value
  if (value === null) return false
  if (condition.test === 'among') return condition.texts.has(value as string)
  const order = compareScalars(value, condition.value)
  return condition.test === 'atMost' ? order <= 0 : order > 0
}
