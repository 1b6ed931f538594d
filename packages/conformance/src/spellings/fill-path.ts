import type { AnyOperation } from '@accession/core/contract'
import { isRecord } from '../check/check.ts'
import type { Arguments } from './spelling.ts'

/** Fills the braces of a path; answers the arguments that are not in it. */
export const fillPath = (
  pattern: string,
  given: Arguments,
): { readonly path: string; readonly others: Record<string, unknown> } => {
  const others = { ...given }
  const path = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    delete others[name]
    return encodeURIComponent(String(given[name]))
  })
  return { path, others }
}

/** Takes the named arguments out of `others`; those that are there. */
export const takeArguments = (
  others: Record<string, unknown>,
  names: readonly string[],
): readonly (readonly [string, string])[] =>
  names.flatMap((name) => {
    const value = others[name]
    delete others[name]
    return value === undefined ? [] : [[name, textOf(value)] as const]
  })

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '')

/**
 * The same for a query, where members of structures stand by themselves, named by `memberName`, and
 * lists by repetition; a list of structures is one text of JSON.
 */
export const takeQuery = (
  { params }: Pick<AnyOperation, 'params'>,
  others: Record<string, unknown>,
  names: readonly string[],
  memberName: (name: string, member: string) => string,
): readonly (readonly [string, string])[] =>
  names.flatMap((name) => {
    const value = others[name]
    const type = params.fields[name]
    const inner = type?.kind === 'optional' ? type.of : type
    if (inner?.kind !== 'structure' || !isRecord(value)) return takeArguments(others, [name])
    delete others[name]
    return Object.entries(value).flatMap(([member, held]) => {
      const isRepeated = Array.isArray(held) && held.every((one) => !isRecord(one))
      const texts = isRepeated ? held.map(textOf) : held === undefined ? [] : [textOf(held)]
      return texts.map((text) => [memberName(name, member), text] as const)
    })
  })

/** A path with its query. */
export const withQuery = (path: string, pairs: readonly (readonly [string, string])[]): string => {
  const query = pairs
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
  return query === '' ? path : `${path}?${query}`
}
