import { conformanceCases } from '../cases/conformance-cases.ts'
import { spellingNames } from '../spellings/spelling.ts'
import type { SpellingName } from '../spellings/spelling.ts'
import type { CaseOutcome } from './case-outcome.ts'
import type { ConformanceCase } from './conformance-case.ts'
import type { ConformanceTarget } from './conformance-target.ts'
import { openRun } from './open-run.ts'

export interface ConformanceOptions {
  /** @default every case there is */
  readonly cases?: readonly ConformanceCase[]
  /** @default all of them */
  readonly spellings?: readonly SpellingName[]
  /** Cases at once. @default 4 */
  readonly jobs?: number
  /** A case that takes longer has failed. @default 60000 */
  readonly timeoutMs?: number
  /** How often what meets by chance is tried. @default 4 */
  readonly rounds?: number
  /** Hears of each outcome as it comes. */
  readonly onOutcome?: (outcome: CaseOutcome) => void
}

/** A case in one spelling. */
export interface CaseInSpelling {
  readonly case: ConformanceCase
  readonly spelling: SpellingName
}

/** Every case with every spelling that has its rule. */
export const casesInSpellings = (
  cases: readonly ConformanceCase[],
  names: readonly SpellingName[],
): readonly CaseInSpelling[] =>
  names.flatMap((spelling) =>
    cases
      .filter((one) => one.spellings?.includes(spelling) ?? true)
      .map((one) => ({ case: one, spelling })),
  )

/** Holds a library against the protocol. Answers what came of each case; throws if none could begin. */
export const runConformance = async (
  target: ConformanceTarget,
  options: ConformanceOptions = {},
): Promise<readonly CaseOutcome[]> => {
  const { cases = conformanceCases, spellings = spellingNames, jobs = 4, onOutcome } = options
  const { timeoutMs, rounds } = options
  const [spelling = 'api'] = spellings
  const run = await openRun(target, {
    spelling,
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(rounds !== undefined && { rounds }),
  })
  const outcomes: CaseOutcome[] = []
  const waiting = [...casesInSpellings(cases, spellings)]
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const outcome = await run.run(next.case, next.spelling)
      outcomes.push(outcome)
      onOutcome?.(outcome)
    }
  }
  await Promise.all(Array.from({ length: jobs }, work))
  try {
    await run.close()
  } catch (cause) {
    // A library that is gone meanwhile has failed its cases, and that says it all.
    if (outcomes.every(({ outcome }) => outcome !== 'failed')) throw cause
  }
  return outcomes
}
