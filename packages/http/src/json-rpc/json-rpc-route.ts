import { invoke } from '@accession/core'
import type { Answering } from '../answer/answering.ts'
import { signInWith } from '../sign-in/sign-in.ts'
import { writeCallError, writeCallResult } from './call-answer.ts'
import { readCall } from './call.ts'
import { calledOperation } from './called-operation.ts'
import { readTypedValue } from './read-typed-value.ts'
import { readSecurityContext } from './security-context.ts'

/**
 * Answers vAPI JSON-RPC, which all official SDKs speak: one address for all operations, named in the
 * body, as are the credentials.
 */
export const jsonRpcRoute: Answering = {
  route: '/api',
  dialect: 'json-rpc',
  writeError: writeCallError,
  async respond(exchange) {
    const call = await readCall(exchange)
    const operation = calledOperation(call)
    exchange.asked = operation.name
    const credentials = readSecurityContext(call)
    // A new session takes a user name and a password, and nothing else.
    const isOfUse = operation.name !== 'session.create' || credentials?.kind === 'password'
    const caller = await signInWith(exchange, isOfUse ? credentials : undefined)
    const input = readTypedValue(operation.params, call.input, '')
    const result = await invoke(exchange.world, caller, operation, input)
    return writeCallResult(exchange, operation.result, result)
  },
}
