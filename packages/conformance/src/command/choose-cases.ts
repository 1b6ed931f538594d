import type { ConformanceCase } from '../run/conformance-case.ts'
import { UsageError } from './usage-error.ts'

/** The cases whose name holds a pattern, in whatever case; `*` is anything. */
export const chooseCases = (
  cases: readonly ConformanceCase[],
  only: string | undefined,
): readonly ConformanceCase[] => {
  if (only === undefined) return cases
  const parts = only.split('*').map((part) => part.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&'))
  const pattern = new RegExp(parts.join('.*'), 'i')
  const chosen = cases.filter(({ name }) => pattern.test(name))
  if (chosen.length === 0) throw new UsageError(`No case holds ${only}: --list names them all.`)
  return chosen
}
