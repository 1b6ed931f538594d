import { ApiError, ConnectionError } from '@accession/client'
import { isAccessionError } from '@accession/core/errors'
import { CommandError } from './command-error.ts'
import { exitCodes } from './exit-codes.ts'
import { Interrupted } from './stop-signal.ts'

/** A failure as it is told: to people as text, to programs as the rest. */
export interface Failure {
  readonly exitCode: number
  readonly text: string
  /** The server's error type, when it is an error of the server. */
  readonly type?: string
  readonly messageId?: string
}

/** A failure as programs are told of it. */
export const failureJson = ({ exitCode, text, type, messageId }: Failure): object => ({
  message: text,
  type,
  message_id: messageId,
  exit_code: exitCode,
})

/** What to tell of anything a command threw. */
export const describeFailure = (error: unknown): Failure => {
  if (error instanceof CommandError || error instanceof Interrupted) {
    return { exitCode: error.exitCode, text: error.message }
  }
  if (error instanceof ApiError) {
    return {
      exitCode: exitCodeOf(error),
      text: [error.message, adviceFor(error)].filter(Boolean).join(' '),
      type: error.type,
      messageId: error.id,
    }
  }
  // An operator's command meets the errors of the library without a server between.
  if (isAccessionError(error)) {
    return {
      exitCode: error.type === 'NOT_FOUND' ? exitCodes.notFound : exitCodes.failed,
      text: error.message,
      type: error.type,
      messageId: error.id,
    }
  }
  if (error instanceof ConnectionError) {
    const advice =
      error.reason === 'unreachable'
        ? '. Start it with `accession serve`, or name another with --server or ACCESSION_SERVER.'
        : ''
    return { exitCode: exitCodes.unreachable, text: `${error.message}${advice}` }
  }
  return {
    exitCode: exitCodes.failed,
    text: error instanceof Error ? error.message : String(error),
  }
}

const exitCodeOf = ({ type }: ApiError): number => {
  if (type === 'NOT_FOUND') return exitCodes.notFound
  if (type === 'UNAUTHENTICATED' || type === 'UNAUTHORIZED') return exitCodes.notAllowed
  return exitCodes.failed
}

const adviceFor = ({ type }: ApiError): string => {
  if (type === 'UNAUTHENTICATED') return 'See ACCESSION_USER and ACCESSION_PASSWORD.'
  if (type === 'RESOURCE_BUSY') return 'See `accession session ls` and `accession session rm`.'
  return ''
}
