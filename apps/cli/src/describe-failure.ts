import { ConnectionError, isApiError, type ApiError } from '@accession/client'
import { isAccessionError, type ErrorType } from '@accession/core/errors'
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
    const told = { exitCode: error.exitCode, text: error.message }
    // What the server said stands behind what a command makes of it.
    const { cause } = error
    return isApiError(cause) ? { ...told, type: cause.type, messageId: cause.id } : told
  }
  if (isApiError(error)) {
    return {
      exitCode: exitCodeOf(error),
      text: [error.message, adviceOn[error.id ?? ''] ?? advice[error.type]]
        .filter(Boolean)
        .join(' '),
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
    return { exitCode: exitCodes.unreachable, text: `${error.message}${adviceToReach(error)}` }
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

/** What to do where a publisher does not know who asks. */
export const adviceOnCredentials = 'Give --password-file, and --as where the user is not vcsp.'

/** What to do about single messages of this server. */
const adviceOn: Readonly<Record<string, string>> = {
  'accession.signed_content.warned':
    'Trust a certificate that it leads to (`accession call trusted_certificates.create`), or take it with --ignore-warnings.',
  'accession.subscription.credentials_refused': adviceOnCredentials,
}

const advice: Partial<Record<ErrorType, string>> = {
  UNAUTHENTICATED: 'Sign in with `accession login`, or see ACCESSION_USER and ACCESSION_PASSWORD.',
  RESOURCE_BUSY:
    'See `accession session ls`, `accession session doctor` and `accession session rm`.',
  CONCURRENT_CHANGE: 'Somebody changed it meanwhile: look at it again, and repeat the command.',
}

const adviceToReach = ({ reason, cause }: ConnectionError): string => {
  const code = codeOf(cause)
  if (/CERT|SIGNATURE|ISSUER/.test(code)) {
    return '. Name the authority that its certificate is from with --ca FILE, or do not check it: --insecure.'
  }
  if (code === 'EPROTO') return '. It may not speak TLS there: try http:// in --server.'
  if (reason === 'timed_out') return '. Try again, or see how the server is.'
  if (reason !== 'unreachable') return ''
  return '. Start it with `accession serve`, or name another with --server or ACCESSION_SERVER.'
}

/** The code of the innermost error, which Node.js gives it. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return ''
  const inner = codeOf(error.cause)
  return inner === '' && 'code' in error ? String(error.code) : inner
}
