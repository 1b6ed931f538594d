import { check, checkEqual, isRecord } from '../check/check.ts'
import { checkConforms } from '../check/check-conforms.ts'
import type { Credentials } from '../wire/credentials.ts'
import { credentialHeaders } from '../wire/credentials.ts'
import { parseBody } from '../wire/parse-body.ts'
import { readFlatError, statusOfError } from '../wire/wire-error.ts'
import type { WireError } from '../wire/wire-error.ts'
import type { WireAnswer } from '../wire/wire-request.ts'
import type { Spelling } from './spelling.ts'
import { only, readTyped, readTypedError, writeTyped } from './typed-json.ts'

const security = 'com.vmware.vapi.std.security'
let calls = 0

/** Calls by POST to `/api`, named in the body: typed values both ways, credentials in the context. */
export const jsonRpcSpelling: Spelling = {
  name: 'json-rpc',
  write({ service, id, params }, given, credentials) {
    const securityCtx = securityContext(credentials)
    const call = {
      jsonrpc: '2.0',
      method: 'invoke',
      params: {
        serviceId: service,
        operationId: id,
        input: writeTyped(params, given),
        ctx: { appCtx: { opId: 'conformance' }, ...(securityCtx && { securityCtx }) },
      },
      id: String(calls++),
    }
    // A cookie is sent, to show that it is of no use here.
    const cookie = credentials.kind === 'cookie' ? credentialHeaders(credentials) : {}
    return {
      method: 'POST',
      path: '/api',
      headers: { 'content-type': 'application/json', ...cookie },
      body: JSON.stringify(call),
    }
  },
  isError(answer) {
    if (answer.status >= 400) return true
    const { result, error } = membersOf(answer.text)
    return error !== undefined || (isRecord(result) && 'error' in result)
  },
  readResult({ name, result: type }, answer) {
    const value = readTyped(
      type,
      only('output', replyOf(answer, 'result'), `The result of ${name}`),
      name,
    )
    checkConforms(type, value, name)
    return value
  },
  readError: (answer) =>
    'error' in membersOf(answer.text) ? envelopeError(answer) : libraryError(answer),
}

const securityContext = (credentials: Credentials): object | undefined => {
  if (credentials.kind === 'token')
    return { schemeId: `${security}.session_id`, sessionId: credentials.token }
  if (credentials.kind !== 'password') return undefined
  const { user, password } = credentials
  return { schemeId: `${security}.user_pass`, userName: user, password }
}

/** The members of a reply that may be none. */
const membersOf = (text: string): Readonly<Record<string, unknown>> => {
  try {
    const json: unknown = JSON.parse(text)
    return isRecord(json) ? json : {}
  } catch {
    return {}
  }
}

/** The one outcome of a reply; fails where its envelope is not as it must be. */
const replyOf = (answer: WireAnswer, outcome: 'result' | 'error'): unknown => {
  checkEqual('The status of a reply', answer.status, 200)
  const body = parseBody(answer)
  check(isRecord(body), 'A reply must be an object')
  checkEqual(
    'The members of a reply',
    Object.keys(body).toSorted(),
    ['id', 'jsonrpc', outcome].toSorted(),
  )
  checkEqual('The version of JSON-RPC', body['jsonrpc'], '2.0')
  const { id } = body
  const isKnown = typeof id === 'string' || (outcome === 'error' && id === null)
  check(isKnown, `The id of a reply must be that of the call, not ${JSON.stringify(id)}`)
  return body[outcome]
}

const libraryError = (answer: WireAnswer): WireError => {
  const flat = readTypedError(only('error', replyOf(answer, 'result'), 'The result'), 'The error')
  const status = statusOfError(String(flat['error_type']))
  // The status of a reply is no part of its error: this is what it would be elsewhere.
  return { ...readFlatError(flat, answer, { status: 200 }), status }
}

/** An error of JSON-RPC itself, its type being its code. */
const envelopeError = (answer: WireAnswer): WireError => {
  const error = replyOf(answer, 'error')
  check(isRecord(error), 'The error of a reply must be an object')
  const { code, message, data } = error
  check(Number.isInteger(code), `The code of an error must be an integer, not ${String(code)}`)
  check(typeof message === 'string' && message !== '', 'An error must have a message')
  const { messages } = readFlatError(data, answer, { status: 200 })
  return { status: answer.status, type: `JSON-RPC ${String(code)}`, messages, data, answer }
}
