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
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    return value === undefined ? [] : [[name, text] as const]
  })

/** A path with its query. */
export const withQuery = (path: string, pairs: readonly (readonly [string, string])[]): string => {
  const query = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return query === '' ? path : `${path}?${query}`
}
