import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conformanceCases } from '../cases/conformance-cases.ts'
import type { CaseOutcome } from '../run/case-outcome.ts'
import type { ConformanceCase } from '../run/conformance-case.ts'
import type { ConformanceTarget } from '../run/conformance-target.ts'
import { openRun } from '../run/open-run.ts'
import type { ConformanceRun, RunOptions } from '../run/open-run.ts'
import { casesInSpellings } from '../run/run-conformance.ts'
import { spellingNames } from '../spellings/spelling.ts'
import type { SpellingName } from '../spellings/spelling.ts'

/** A library that was started for the suite, and is stopped after it. */
export interface StartedTarget extends ConformanceTarget, Partial<AsyncDisposable> {}

export interface SuiteOptions {
  /** @default every case there is */
  readonly cases?: readonly ConformanceCase[]
  /** @default all of them */
  readonly spellings?: readonly SpellingName[]
  /** Names of cases that cannot be tried on this library, each with the reason, which is printed. */
  readonly skip?: Readonly<Record<string, string>>
  /** A case that takes longer has failed. @default 60000 */
  readonly timeoutMs?: number
  /** How often what meets by chance is tried. @default 4 */
  readonly rounds?: number
  /** Makes, of the library that was started, what hears of every exchange; what it throws fails the case. */
  readonly hearing?: (target: ConformanceTarget) => Promise<RunOptions['hear']>
}

const startingMs = 120_000

/** One test a case and spelling, all on one library, side by side. */
export const describeConformance = (
  name: string,
  start: () => Promise<StartedTarget>,
  options: SuiteOptions = {},
): void => {
  const { cases = conformanceCases, spellings = spellingNames, timeoutMs } = options
  const { skip = {}, rounds, hearing } = options
  const unknown = Object.keys(skip).filter((one) => !cases.some((each) => each.name === one))
  if (unknown.length > 0) throw new Error(`There is no case ${unknown.join(', ')}`)

  describe(name, () => {
    let target: StartedTarget | undefined
    let run: ConformanceRun | undefined

    beforeAll(async () => {
      target = await start()
      run = await openRun(target, {
        ...(timeoutMs !== undefined && { timeoutMs }),
        ...(rounds !== undefined && { rounds }),
        hear: await hearing?.(target),
      })
    }, startingMs)

    afterAll(async () => {
      await run?.close()
      await target?.[Symbol.asyncDispose]?.()
    }, startingMs)

    for (const spelling of spellings) {
      describe.concurrent(spelling, () => {
        for (const { case: one } of casesInSpellings(cases, [spelling])) {
          it.concurrent(one.name, async (context) => {
            const reason = skip[one.name]
            if (reason !== undefined) skipAloud(context, name, spelling, one, reason)
            if (!run) throw new Error('The library has not been started')
            const outcome = await run.run(one, spelling)
            if (outcome.outcome === 'skipped')
              skipAloud(context, name, spelling, one, outcome.reason ?? '')
            expect(outcome.outcome, told(outcome)).toBe('passed')
          })
        }
      })
    }
  })
}

const told = ({ case: one, reason, exchanges = [] }: CaseOutcome): string =>
  [`${reason}`, `rule: docs/protocol.md, ${one.rule}`, ...exchanges].join('\n  ')

const skipAloud = (
  context: { skip(note: string): never },
  name: string,
  spelling: SpellingName,
  one: ConformanceCase,
  reason: string,
): never => {
  process.stderr.write(`skipped on ${name}, ${spelling}: ${one.name}: ${reason}\n`)
  return context.skip(reason)
}
