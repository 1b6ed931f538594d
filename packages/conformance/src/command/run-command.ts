import { CommanderError } from 'commander'
import { conformanceCases } from '../cases/conformance-cases.ts'
import { ConformanceFailure } from '../check/conformance-failure.ts'
import { casesInSpellings, runConformance } from '../run/run-conformance.ts'
import { spellingNames } from '../spellings/spelling.ts'
import { chooseCases } from './choose-cases.ts'
import { createCommand } from './command-options.ts'
import type { CommandOptions } from './command-options.ts'
import { exitCodes } from './exit-codes.ts'
import { jsonReporter, tapReporter } from './reporters.ts'
import { targetOf } from './target-of.ts'
import { UsageError } from './usage-error.ts'

/** Where the command reads and writes. */
export interface CommandSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly write: (text: string) => void
  readonly complain: (text: string) => void
}

/** Runs one command line and answers its exit code; nothing is thrown. */
export const runCommand = async (
  args: readonly string[],
  surroundings: CommandSurroundings,
): Promise<number> => {
  const { environment, write, complain } = surroundings
  const command = createCommand(environment)
    .exitOverride()
    .configureOutput({ writeOut: write, writeErr: complain })
  try {
    command.parse(args, { from: 'user' })
    return await follow(command.args, command.opts<CommandOptions>(), surroundings)
  } catch (error) {
    // Commander has printed its own errors already, and ends with one when it has shown help.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage
    const isTold = error instanceof UsageError || error instanceof ConformanceFailure
    complain(`error: ${isTold ? error.message : String((error as Error).stack)}\n`)
    return exitCodes.usage
  }
}

const follow = async (
  urls: readonly string[],
  options: CommandOptions,
  { environment, write }: CommandSurroundings,
): Promise<number> => {
  const cases = chooseCases(conformanceCases, options.only)
  const spellings = options.spelling === 'all' ? spellingNames : [options.spelling]
  const chosen = casesInSpellings(cases, spellings)
  if (options.list === true) {
    const names = cases.filter((one) => chosen.some((each) => each.case === one))
    for (const { name, rule } of names)
      write(options.json === true ? `${JSON.stringify({ name, rule })}\n` : `${name}\n`)
    return exitCodes.passed
  }
  const target = targetOf(urls, options, environment)
  const reporter = options.json === true ? jsonReporter(write) : tapReporter(write)
  let hasBegun = false
  const outcomes = await runConformance(target, {
    cases,
    spellings,
    jobs: options.jobs,
    rounds: options.rounds,
    timeoutMs: options.timeout * 1000,
    onOutcome(outcome) {
      if (!hasBegun) reporter.begin(chosen.length)
      hasBegun = true
      reporter.tell(outcome)
    },
  })
  reporter.end(outcomes)
  return outcomes.some(({ outcome }) => outcome === 'failed') ? exitCodes.failed : exitCodes.passed
}
