import * as fc from 'fast-check'
import type { Arguments } from '../../src/spellings/spelling.ts'
import { memberOf, strangeName, strangeValue } from './garbage.ts'

/** Something done to arguments, so that they are hardly right any more. */
export interface Spoil {
  /** Which of the places where a value stands, counted from the outside, and round. */
  readonly at: number
  readonly how: 'replace' | 'remove' | 'add'
  readonly name: string
  readonly value: unknown
}

/** Any of these. */
export const spoil: fc.Arbitrary<Spoil> = fc.record({
  at: fc.nat({ max: 40 }),
  how: fc.constantFrom('replace', 'remove', 'add'),
  name: strangeName,
  value: strangeValue,
})

/** Arguments with something done to them. */
export const spoilArguments = (given: Arguments, { at, how, name, value }: Spoil): Arguments => {
  const count = placesIn(given)
  if (how === 'add' || count === 0) return addAt(given, at, name, value) as Arguments
  let left = at % count
  const walk = (node: unknown): unknown => {
    if (typeof node !== 'object' || node === null) return node
    const entries = Object.entries(node).flatMap(([key, member]) => {
      if (left-- !== 0) return [[key, walk(member)] as const]
      return how === 'remove' ? [] : [[key, value] as const]
    })
    return Array.isArray(node)
      ? entries.map(([, member]) => member)
      : (Object.fromEntries(entries) as unknown)
  }
  return walk(given) as Arguments
}

const placesIn = (node: unknown): number =>
  typeof node === 'object' && node !== null
    ? Object.values(node).reduce((sum: number, member) => sum + 1 + placesIn(member), 0)
    : 0

/** Adds a member to one of the objects, the outermost one being the first. */
const addAt = (node: Arguments, at: number, name: string, value: unknown): object => {
  const [key, inner] = Object.entries(node).find(([, member]) => isObject(member)) ?? ([] as const)
  if (at % 2 === 0 || key === undefined) return memberOf(node, name, value)
  return { ...node, [key]: addAt(inner as Arguments, at >> 1, name, value) }
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
