import { anyError } from '@accession/core/contract'
import type { Type } from '@accession/core/contract'
import type { AccessionError } from '@accession/core/errors'
import { jsonAnswer } from '../answer/answer.ts'
import type { Answer } from '../answer/answer.ts'
import { writeErrorBody } from '../codec/write-error.ts'
import type { Exchange } from '../exchange.ts'
import { writeTypedValue } from './write-typed-value.ts'

/** The codes of JSON-RPC itself, by what keeps a call from being read. */
const codes: Readonly<Record<string, number>> = {
  'accession.request.body_broke_off': -32_700,
  'accession.request.body_not_json': -32_700,
  'accession.request.body_too_large': -32_600,
  'accession.request.media_type': -32_600,
  'accession.json_rpc.batch': -32_600,
  'accession.json_rpc.malformed': -32_600,
  'accession.json_rpc.method_unknown': -32_601,
  'accession.json_rpc.params_malformed': -32_602,
}
const internalErrorCode = -32_603

/** What a call answers. Always status 200: clients take any other for a fault of the network. */
export const writeCallResult = (
  { callId }: Pick<Exchange, 'callId'>,
  type: Type,
  result: unknown,
): Answer => answerTo(callId, { result: { output: writeTypedValue(type, result) } })

/** An error of the library as the result that it is, or that of an envelope as JSON-RPC has it. */
export const writeCallError = (
  error: AccessionError,
  { callId }: Pick<Exchange, 'callId'>,
): Answer => {
  const code = codeOf(error, callId)
  if (code === undefined) return answerTo(callId, { result: { error: writeTypedError(error) } })
  const data = writeErrorBody(error, { maps: 'object' })
  return answerTo(callId, { error: { code, message: error.message, data } })
}

const answerTo = (callId: Exchange['callId'], outcome: object): Answer =>
  jsonAnswer(200, { jsonrpc: '2.0', id: callId ?? null, ...outcome })

/** Nobody can be sent the result of a call whose id is not known. */
const codeOf = (error: AccessionError, callId: Exchange['callId']): number | undefined => {
  if (Object.hasOwn(codes, error.id)) return codes[error.id]
  return callId === undefined ? internalErrorCode : undefined
}

const writeTypedError = ({ type: error_type, messages, data }: AccessionError) =>
  writeTypedValue(anyError, { error_type, messages, data })
