import { invoke } from '@accession/core'
import type { Caller } from '@accession/core'
import { accessionError } from '@accession/core/errors'
import type { Answer } from './answer/answer.ts'
import type { Answering } from './answer/answering.ts'
import type { Dialect } from './dialect.ts'
import type { Exchange } from './exchange.ts'
import { httpLimits } from './http-limits.ts'
import { readJsonBody } from './request/read-json-body.ts'
import { queryOf, rawPath } from './routing/address-text.ts'
import { readInput } from './routing/read-input.ts'
import { chooseEndpoint } from './routing/route.ts'
import type { Route } from './routing/route.ts'
import { endedSessionCookie, sessionCookie } from './sign-in/session-cookie.ts'
import { signIn } from './sign-in/sign-in.ts'

/** Answers the operations of a route: who calls, what is meant, with what; then the library. */
export const operationRoute = (dialect: Dialect, route: Route): Answering => ({
  route: route.path,
  dialect: dialect.name,
  writeError: (error) => dialect.writeError(error),
  async respond(exchange) {
    const { context, world } = exchange
    const { url, headers } = context.req.raw
    const query = queryOf(url)
    const endpoint = chooseEndpoint(route, query)
    if (!endpoint) throw unknownAddress(exchange)
    const { operation } = endpoint
    exchange.asked = operation.name
    const caller = await signIn(exchange, operation)
    const given = {
      path: rawPath(url),
      query,
      header: (name: string) => headers.get(name),
      body: await readJsonBody(exchange),
    }
    const input = readInput(endpoint, given, dialect.spelling)
    const result = await invoke(world, caller, operation, input)
    return withCookie(dialect.writeResult(operation, result), operation.name, caller, result)
  },
})

const withCookie = (answer: Answer, name: string, caller: Caller, result: unknown): Answer => {
  const { origin } = caller
  if (name === 'session.create')
    return withHeader(answer, 'set-cookie', sessionCookie(String(result), origin))
  if (name === 'session.delete') return withHeader(answer, 'set-cookie', endedSessionCookie(origin))
  return answer
}

const withHeader = (answer: Answer, name: string, value: string): Answer => ({
  ...answer,
  headers: { ...answer.headers, [name]: value },
})

/**
 * The error of an address where nothing lives, also by its method or action. What may be the right to
 * a file is not repeated: whoever logs the error would keep it.
 */
export const unknownAddress = ({ context }: Exchange) => {
  const path = rawPath(context.req.raw.url)
    .replace(/(\/transfers\/[^/]*)\/.*/i, '$1/…')
    .slice(0, httpLimits.echoedAddressLengthMax)
  return accessionError('com.vmware.vapi.rest.operationsForUrlNotFound', [path])
}
