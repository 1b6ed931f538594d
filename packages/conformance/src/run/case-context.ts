import type { Input, OperationName, Result } from '@accession/core/contract'
import type { Arguments, Spelling } from '../spellings/spelling.ts'
import type { Credentials } from '../wire/credentials.ts'
import type { WireError } from '../wire/wire-error.ts'
import type { WireAnswer, WireRequest } from '../wire/wire-request.ts'
import type { ConformanceTarget } from './conformance-target.ts'

/** What a case tries a library with. Calls go to the next node each. */
export interface CaseContext {
  readonly spelling: Spelling
  readonly target: ConformanceTarget
  /** How often what meets by chance is tried. */
  readonly rounds: number
  /** Aborted when the case has run out of time. */
  readonly signal: AbortSignal
  /** The user of the run, by the token of the run. */
  readonly credentials: Credentials
  /** Calls; fails where the answer is an error, or its form is not right. */
  call<Name extends OperationName>(
    name: Name,
    input: Input<Name>,
    as?: Credentials,
  ): Promise<Result<Name>>
  /** Calls; fails where the answer is no error of this type. */
  refused(
    type: string | readonly string[],
    name: OperationName,
    given: Arguments,
    as?: Credentials,
  ): Promise<WireError>
  /** Calls, whatever the answer. */
  attempt(name: OperationName, given: Arguments, as?: Credentials): Promise<Attempt>
  /** Writes a call without sending it, so that a case can spoil it. */
  write(name: OperationName, given: Arguments, as?: Credentials): WireRequest
  /** Sends a request as it is, to the next node or to that one. */
  send(request: WireRequest, to?: URL): Promise<WireAnswer>
  /** Reads the result of a call that was sent as it is. */
  readResult<Name extends OperationName>(name: Name, answer: WireAnswer): Result<Name>
  readError(type: string | readonly string[], answer: WireAnswer): WireError
  /** The node that is called next. */
  nextNode(): URL
  /** A name that no other case, run or user of a shared server has. */
  unique(label: string): string
  /** Undoes something when the case is over, also when it failed; the last one first. */
  defer(undo: Undo): void
  /** Ends the case, which cannot be tried here. */
  skip(reason: string): never
}

/** Takes away what a case left, by a context that still has time. */
export type Undo = (context: CaseContext) => Promise<unknown>

/** How a call ended. */
export type Attempt =
  | { readonly error: WireError; readonly result?: undefined }
  | { readonly error?: undefined; readonly result: unknown }
