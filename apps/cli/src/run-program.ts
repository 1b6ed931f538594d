import { CommanderError, type Command } from 'commander'
import { createProgram } from './create-program.ts'
import { describeFailure, failureJson } from './describe-failure.ts'
import { exitCodes } from './exit-codes.ts'
import { outputFormat, type OutputOptions } from './output/output-format.ts'

/** Runs one command line and answers its exit code; nothing is thrown. */
export const runProgram = async (args: readonly string[], signal: AbortSignal): Promise<number> => {
  const program = createProgram(signal, args)
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCodes.done
  } catch (error) {
    // Commander has printed its own errors already, and ends with one when it has shown help.
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
    }
    return tell(error, isForPrograms(program, args))
  }
}

/** Options that follow a command may be its own: then the words themselves tell. */
const isForPrograms = (program: Command, args: readonly string[]): boolean =>
  args.includes('--json') || outputFormat(program.opts<OutputOptions>()) === 'json'

const tell = (error: unknown, json: boolean): number => {
  const failure = describeFailure(error)
  const shown = json ? JSON.stringify({ error: failureJson(failure) }) : `error: ${failure.text}`
  process.stderr.write(`${shown}\n`)
  return failure.exitCode
}
