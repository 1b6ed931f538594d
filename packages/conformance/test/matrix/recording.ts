import { findOperation } from '@accession/core/contract'
import type { OperationName } from '@accession/core/contract'
import type { Attempt, CaseContext } from '../../src/run/case-context.ts'
import type { Arguments } from '../../src/spellings/spelling.ts'
import type { Credentials } from '../../src/wire/credentials.ts'
import type { WireError } from '../../src/wire/wire-error.ts'

/** One thing that a scenario did, and what came of it. */
export interface Entry {
  /** The name of an operation, or the method and the address of a transfer. */
  readonly did: string
  readonly as?: Credentials['kind']
  readonly given?: Arguments
  readonly result?: unknown
  readonly error?: Pick<WireError, 'status' | 'type' | 'messages' | 'data'>
}

/**
 * A context that tells of every call and every transfer as it is written in no spelling: arguments,
 * results and errors, and of a transfer the status and the bytes. Its names repeat from run to run.
 */
export const recording = (context: CaseContext, tell: (entry: Entry) => void): CaseContext => {
  let names = 0
  const tellCall = (
    name: OperationName,
    given: Arguments,
    as: Credentials | undefined,
    attempt: Attempt,
  ): void => tell({ did: name, ...(as && { as: as.kind }), given, ...outcomeOf(name, attempt) })
  return {
    ...context,
    unique: (label) => `${label} ${++names}`,
    async call(name, input, as) {
      const result = await context.call(name, input, as)
      tellCall(name, input as Arguments, as, { result })
      return result
    },
    async refused(type, name, given, as) {
      const error = await context.refused(type, name, given, as)
      tellCall(name, given, as, { error })
      return error
    },
    async attempt(name, given, as) {
      const attempt = await context.attempt(name, given, as)
      tellCall(name, given, as, attempt)
      return attempt
    },
    async send(request, to) {
      const answer = await context.send(request, to)
      const { status, text } = answer
      tell({ did: `${request.method} ${request.path}`, result: { status, text } })
      return answer
    },
  }
}

const outcomeOf = (
  name: OperationName,
  { error, result }: Attempt,
): Pick<Entry, 'error' | 'result'> => {
  if (error) {
    const { status, type, messages, data } = error
    return { error: { status, type, messages, data } }
  }
  return { result: findOperation(name)?.result.kind === 'secret' ? '<secret>' : result }
}
