import type { CaseOutcome } from '../run/case-outcome.ts'

/** Tells what came of cases, as it comes. */
export interface Reporter {
  begin(count: number): void
  tell(outcome: CaseOutcome): void
  end(outcomes: readonly CaseOutcome[]): void
}

type Write = (text: string) => void

/** Lines of TAP 14, which people read as well as programs. */
export const tapReporter = (write: Write): Reporter => {
  let number = 0
  return {
    begin: (count) => write(`TAP version 14\n1..${count}\n`),
    tell({ case: one, spelling, outcome, reason = '', durationMs, exchanges = [] }) {
      const mark = outcome === 'failed' ? 'not ok' : 'ok'
      const skipped = outcome === 'skipped' ? ` # SKIP ${oneLine(reason)}` : ''
      const name = `${spelling}: ${one.name}`.replaceAll('#', '\\#')
      write(`${mark} ${++number} - ${name}${skipped}\n`)
      if (outcome !== 'failed') return
      const lines = [
        `message: ${JSON.stringify(reason)}`,
        `rule: ${JSON.stringify(`docs/protocol.md, ${one.rule}`)}`,
        `duration_ms: ${durationMs}`,
        ...(exchanges.length > 0 ? ['exchanges:'] : []),
        ...exchanges.map((line) => `  - ${JSON.stringify(line)}`),
      ]
      write(`  ---\n${lines.map((line) => `  ${line}\n`).join('')}  ...\n`)
    },
    end(outcomes) {
      const { passed, failed, skipped } = sumsOf(outcomes)
      write(`# ${passed} passed, ${failed} failed, ${skipped} skipped\n`)
    },
  }
}

/** One JSON object a line: each case, then the sums. */
export const jsonReporter = (write: Write): Reporter => ({
  begin: () => undefined,
  tell: ({ case: one, ...outcome }) =>
    write(`${JSON.stringify({ name: one.name, rule: one.rule, ...outcome })}\n`),
  end: (outcomes) => write(`${JSON.stringify(sumsOf(outcomes))}\n`),
})

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ')

const sumsOf = (outcomes: readonly CaseOutcome[]) => {
  const count = (wanted: CaseOutcome['outcome']): number =>
    outcomes.filter(({ outcome }) => outcome === wanted).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}
