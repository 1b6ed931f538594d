import type { SpellingName } from '../spellings/spelling.ts'
import type { ConformanceCase } from './conformance-case.ts'

/** What came of a case in one spelling. */
export interface CaseOutcome {
  readonly case: Pick<ConformanceCase, 'name' | 'rule'>
  readonly spelling: SpellingName
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly durationMs: number
  /** Why it failed or was skipped. */
  readonly reason?: string
  /** The last requests of a case that failed, each with what it was answered. */
  readonly exchanges?: readonly string[]
}
