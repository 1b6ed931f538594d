import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { findOperation } from '@accession/core/contract'
import type { AnyOperation, OperationName, Result } from '@accession/core/contract'
import { checkOneOf } from '../check/check.ts'
import { CaseSkipped, ConformanceFailure } from '../check/conformance-failure.ts'
import type { Arguments, Spelling } from '../spellings/spelling.ts'
import type { Credentials } from '../wire/credentials.ts'
import { sendRequest } from '../wire/send-request.ts'
import type { WireError } from '../wire/wire-error.ts'
import type { WireAnswer, WireRequest } from '../wire/wire-request.ts'
import type { CaseContext } from './case-context.ts'
import type { ConformanceTarget } from './conformance-target.ts'

/** What a context is opened with. */
export interface ContextParts {
  readonly target: ConformanceTarget
  readonly spelling: Spelling
  readonly credentials: Credentials
  readonly signal: AbortSignal
  readonly rounds: number
  /** Hears of every request that was answered. */
  readonly tell: (request: WireRequest, answer: WireAnswer) => void
  readonly defer: CaseContext['defer']
}

let nodesAsked = 0

/** Opens what a case tries the library with. */
export const openContext = (parts: ContextParts): CaseContext => {
  const { target, spelling, credentials, signal, rounds, tell, defer } = parts
  // Each request listens to it, and a case may have many on their way.
  setMaxListeners(0, signal)
  const nextNode = (): URL => {
    const url = target.urls[nodesAsked++ % target.urls.length]
    if (!url) throw new Error('The library under test has no URL')
    return url
  }
  const send = async (request: WireRequest, to = nextNode()): Promise<WireAnswer> => {
    const answer = await sendRequest(to, request, signal)
    tell(request, answer)
    return answer
  }
  const write = (name: OperationName, given: Arguments, as: Credentials = credentials) =>
    spelling.write(operationNamed(name), given, as)
  const readError = (type: string | readonly string[], answer: WireAnswer): WireError => {
    if (!spelling.isError(answer))
      throw new ConformanceFailure(
        `Expected the error ${String(type)}, got status ${answer.status}: ${answer.text.slice(0, 300)}`,
      )
    const error = spelling.readError(answer)
    checkOneOf('The type of the error', error.type, [type].flat())
    return error
  }
  const readResult = <Name extends OperationName>(name: Name, answer: WireAnswer): Result<Name> => {
    if (spelling.isError(answer))
      throw new ConformanceFailure(
        `${name} answered ${answer.status}: ${answer.text.slice(0, 500)}`,
      )
    return spelling.readResult(operationNamed(name), answer) as Result<Name>
  }
  return {
    spelling,
    target,
    signal,
    rounds,
    credentials,
    nextNode,
    send,
    write,
    readError,
    readResult,
    defer,
    call: async (name, input, as) =>
      readResult(name, await send(write(name, input as Arguments, as))),
    refused: async (type, name, given, as) => readError(type, await send(write(name, given, as))),
    async attempt(name, given, as) {
      const answer = await send(write(name, given, as))
      if (spelling.isError(answer)) return { error: spelling.readError(answer) }
      return { result: spelling.readResult(operationNamed(name), answer) }
    },
    unique: (label) => `${label} ${randomUUID()}`,
    skip(reason) {
      throw new CaseSkipped(reason)
    },
  }
}

const operationNamed = (name: string): AnyOperation => {
  const operation = findOperation(name)
  if (!operation) throw new Error(`The contract has no ${name}`)
  return operation
}
