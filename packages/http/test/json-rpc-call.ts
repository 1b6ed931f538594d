import { findOperation } from '@accession/core/contract'
import type { AnyOperation } from '@accession/core/contract'
import { password } from './test-app.ts'

/** A call as it is sent; tests write what they need of it by hand. */
export interface Call {
  readonly jsonrpc: '2.0'
  readonly id: string
  readonly method: 'invoke'
  readonly params: {
    readonly serviceId: string
    readonly operationId: string
    readonly input: unknown
    readonly ctx: { readonly appCtx: object; readonly securityCtx?: object }
  }
}

/** What is answered: a result, or an error of JSON-RPC itself. */
export interface Reply {
  readonly jsonrpc: string
  readonly id: string | number | null
  readonly result?: { readonly output?: unknown; readonly error?: unknown }
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown }
}

/** The operation of a name; throws where there is none. */
export const operationOf = (name: string): AnyOperation => {
  const operation = findOperation(name)
  if (!operation) throw new Error(`The contract has no ${name}`)
  return operation
}

const standard = 'com.vmware.vapi.std.security'

/** The security context of a user of a test world, by password. */
export const userPass = (userName: string, secret = password): object => ({
  schemeId: `${standard}.user_pass`,
  userName,
  password: secret,
})

/** The security context of a session. */
export const sessionId = (token: string): object => ({
  schemeId: `${standard}.session_id`,
  sessionId: token,
})

/** The input of an operation, its fields in typed JSON. */
export const inputOf = (fields: object = {}): object => ({
  STRUCTURE: { 'operation-input': fields },
})

let calls = 0

/** A call of an operation; the input is typed JSON. */
export const callOf = (name: string, input: unknown, securityCtx?: object): Call => {
  const { service, id } = operationOf(name)
  const ctx = { appCtx: { opId: 'of a test' }, ...(securityCtx && { securityCtx }) }
  return {
    jsonrpc: '2.0',
    method: 'invoke',
    params: { serviceId: service, operationId: id, input, ctx },
    id: String(calls++),
  }
}

/** Sends a call, and reads its reply; fails unless that names the very call. */
export const sendCall = async (
  app: { request(path: string, init: RequestInit): Response | Promise<Response> },
  call: Call,
): Promise<Reply> => {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify(call)
  const response = await app.request('/api', { method: 'POST', headers, body })
  if (response.status !== 200) throw new Error(`Status ${response.status}`)
  const reply = (await response.json()) as Reply
  if (reply.id !== call.id || reply.jsonrpc !== '2.0') throw new Error(`Not to ${call.id}`)
  return reply
}
