import { accessionError } from '@accession/core/errors'
import { checkJsonShape, parseAnyJson } from '../codec/parse-json.ts'
import { isObject } from '../codec/read-value.ts'
import type { Exchange } from '../exchange.ts'
import { httpLimits } from '../http-limits.ts'
import { readBodyText } from '../request/read-json-body.ts'

type Members = Readonly<Record<string, unknown>>

/** A call as its envelope has it; the input is not yet held against its types. */
export interface Call {
  readonly service: string
  /** The vAPI operation: `keep_alive`. */
  readonly operation: string
  readonly input: unknown
  /** Who calls, as `params.ctx.securityCtx` says; undefined where nothing is said. */
  readonly securityContext: Members | undefined
}

/**
 * Reads the envelope of a call, and tells the exchange the call's id as soon as it is known. Members
 * that the envelope does not need, such as `appCtx`, are for others and passed over.
 */
export const readCall = async (exchange: Exchange): Promise<Call> => {
  const text = await readBodyText(exchange)
  if (text === undefined) throw accessionError('accession.request.body_not_json', ['it is empty'])
  const envelope = readEnvelope(parseAnyJson(text))
  exchange.callId = envelope.id
  checkJsonShape(text)
  if (envelope.method !== 'invoke')
    throw accessionError('accession.json_rpc.method_unknown', [shortened(envelope.method)])
  return readParams(envelope.params)
}

const readEnvelope = (json: unknown) => {
  if (Array.isArray(json)) throw accessionError('accession.json_rpc.batch', [])
  if (!isObject(json)) throw malformed('the body', 'an object')
  const { jsonrpc, id, method, params } = json
  if (jsonrpc !== '2.0') throw malformed('jsonrpc', '"2.0"')
  if (!isCallId(id))
    throw malformed('id', `a string of up to ${httpLimits.callIdLengthMax} characters`)
  if (typeof method !== 'string') throw malformed('method', '"invoke"')
  return { id, method, params }
}

/** JSON-RPC allows numbers as well: they are echoed as such. */
const isCallId = (id: unknown): id is string | number =>
  typeof id === 'string'
    ? id.length <= httpLimits.callIdLengthMax
    : typeof id === 'number' && Number.isFinite(id)

const readParams = (params: unknown): Call => {
  if (!isObject(params)) throw unreadable('params', 'an object')
  const { serviceId, operationId, input, ctx } = params
  if (typeof serviceId !== 'string') throw unreadable('params.serviceId', 'a string')
  if (typeof operationId !== 'string') throw unreadable('params.operationId', 'a string')
  const context = objectOrNothing(ctx, 'params.ctx')
  const securityContext = objectOrNothing(context?.['securityCtx'], 'params.ctx.securityCtx')
  return { service: serviceId, operation: operationId, input, securityContext }
}

const objectOrNothing = (json: unknown, place: string): Members | undefined => {
  if (json === undefined || json === null) return undefined
  if (!isObject(json)) throw unreadable(place, 'an object')
  return json
}

const malformed = (place: string, expected: string) =>
  accessionError('accession.json_rpc.malformed', [place, expected])

/** The error of params that cannot be read: of the envelope, not of an operation's input. */
export const unreadable = (place: string, expected: string) =>
  accessionError('accession.json_rpc.params_malformed', [place, expected])

/** A name that an error repeats, cut where it is longer than any. */
export const shortened = (name: string): string => name.slice(0, httpLimits.echoedNameLengthMax)
