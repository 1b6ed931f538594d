import { inspect, isDeepStrictEqual } from 'node:util'
import { ConformanceFailure } from './conformance-failure.ts'

/** Fails unless something is so. */
export function check(isSo: boolean, otherwise: string): asserts isSo {
  if (!isSo) throw new ConformanceFailure(otherwise)
}

/** Fails unless a value is exactly the expected one. */
export const checkEqual = (what: string, actual: unknown, expected: unknown): void => {
  if (isDeepStrictEqual(actual, expected)) return
  throw new ConformanceFailure(`${what}: expected ${show(expected)}, got ${show(actual)}`)
}

/**
 * Fails unless a value holds what is expected of it: an object at least these members, a list as
 * many elements, a text what a regular expression matches; `undefined` means that it is not there.
 */
export const checkMatches = (what: string, actual: unknown, expected: unknown): void => {
  if (expected instanceof RegExp) {
    const isMatch = typeof actual === 'string' && expected.test(actual)
    check(isMatch, `${what}: expected text that matches ${expected}, got ${show(actual)}`)
  } else if (Array.isArray(expected)) {
    check(Array.isArray(actual), `${what}: expected a list, got ${show(actual)}`)
    checkEqual(`${what}: the length of ${show(actual)}`, actual.length, expected.length)
    for (const [index, one] of expected.entries())
      checkMatches(`${what}[${index}]`, (actual as readonly unknown[])[index], one)
  } else if (isRecord(expected)) {
    check(isRecord(actual), `${what}: expected an object, got ${show(actual)}`)
    for (const [name, one] of Object.entries(expected))
      checkMatches(`${what}.${name}`, actual[name], one)
  } else checkEqual(what, actual, expected)
}

/** Fails unless a value is one of a few. */
export const checkOneOf = (what: string, actual: unknown, expected: readonly unknown[]): void =>
  check(
    expected.some((one) => isDeepStrictEqual(one, actual)),
    `${what}: expected one of ${show(expected)}, got ${show(actual)}`,
  )

/** Whether a value is an object, neither null nor a list. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const show = (value: unknown): string =>
  inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 400 })
