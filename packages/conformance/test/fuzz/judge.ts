import { commonErrors, findOperation, operations } from '@accession/core/contract'
import { check, checkOneOf } from '../../src/check/check.ts'
import { transferError } from '../../src/fixtures/transfers.ts'
import { spellings } from '../../src/spellings/spellings.ts'
import type { WireError } from '../../src/wire/wire-error.ts'
import type { WireAnswer } from '../../src/wire/wire-request.ts'
import type { FuzzedRequest } from './fuzzed-request.ts'

/** How a request was answered, the answer being one that the protocol has. */
export type Verdict = 'refused' | 'taken'

/**
 * Fails unless an answer is one that the protocol has for a request: a result of the operation's type,
 * or an error that it declares, in the form of its spelling. Never a fault of the server.
 */
export const judge = (request: FuzzedRequest, answer: WireAnswer): Verdict => {
  const { status, text } = answer
  const told = `${status}: ${text.slice(0, 500)}`
  check(status !== 500 && status < 600, `It was answered ${told}`)
  // An upload whose body breaks off has begun, and that keeps its session alive.
  if (!request.isHttp && isOfHttp(answer))
    return request.spelling === 'transfer' ? 'taken' : 'refused'
  if (request.method === 'HEAD') return status < 400 ? 'taken' : 'refused'
  const error = errorIn(request, answer)
  if (error) {
    const declared = [...declaredBy(request), ...ofAnyRequest(error)]
    checkOneOf(`The type of the error in ${told}`, error.type, declared)
    return 'refused'
  }
  const operation = findOperation(request.operation)
  if (operation && request.isAddressed && request.spelling !== 'transfer')
    spellings[request.spelling].readResult(operation, answer)
  return 'taken'
}

/** What HTTP refuses never reaches the library, and has no body to read. */
const isOfHttp = ({ status, text, headers }: WireAnswer): boolean =>
  [400, 413, 417, 431].includes(status) && text === '' && headers['x-request-id'] === undefined

const errorIn = (request: FuzzedRequest, answer: WireAnswer): WireError | undefined => {
  if (request.spelling === 'transfer' && request.isAddressed)
    return answer.status < 400 ? undefined : transferError(answer)
  if (request.isAddressed && request.spelling !== 'transfer') {
    const spelling = spellings[request.spelling]
    return spelling.isError(answer) ? spelling.readError(answer) : undefined
  }
  const spelling = spellingOf(request, answer)
  return spelling.isError(answer) ? spelling.readError(answer) : undefined
}

/** What an address is answered in that is no longer the operation's: the path decides, where it is one. */
const spellingOf = ({ path }: FuzzedRequest, { text }: WireAnswer) => {
  const isCall = text.startsWith('{"jsonrpc"')
  if (isCall && /^(http:\/\/[^/]+)?\/api([?#]|$)/.test(path)) return spellings['json-rpc']
  const isInRest = path.startsWith('/rest/') || text.startsWith('{"type"')
  return isInRest ? spellings.rest : spellings.api
}

const everyType = [...new Set(operations.flatMap(({ errors }) => errors))]

/** The types that `add` and transfers answer besides: the protocol names them where it tells of those. */
const ofTransfers = ['NOT_FOUND', 'NOT_ALLOWED_IN_CURRENT_STATE', 'UNSUPPORTED', 'INVALID_ARGUMENT']

const declaredBy = ({ operation, isAddressed, spelling }: FuzzedRequest): readonly string[] => {
  if (!isAddressed) return [...everyType, ...ofTransfers]
  return spelling === 'transfer' ? ofTransfers : (findOperation(operation)?.errors ?? [])
}

const unknownAddress = 'com.vmware.vapi.rest.operationsForUrlNotFound'

/** What any request may be refused with. Errors of JSON-RPC itself are for calls that cannot be read. */
const ofAnyRequest = ({ type, messages: [message] }: WireError): readonly string[] => [
  ...commonErrors.filter((one) => one !== 'INTERNAL_SERVER_ERROR'),
  ...(message?.id === unknownAddress ? ['NOT_FOUND'] : []),
  ...(/^JSON-RPC -32(700|60[0-2])$/.test(type) ? [type] : []),
]
