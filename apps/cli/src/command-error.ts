import { exitCodes } from './exit-codes.ts'

/** What is wrong with what was asked for, in one line that says what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: number

  constructor(
    message: string,
    exitCode: number = exitCodes.failed,
    details: { readonly cause?: unknown } = {},
  ) {
    super(message, details)
    this.exitCode = exitCode
  }
}

/** A command line that cannot be right. */
export const usageError = (message: string): CommandError =>
  new CommandError(message, exitCodes.usage)

/** Something named that does not exist. */
export const notFoundError = (message: string): CommandError =>
  new CommandError(message, exitCodes.notFound)
