import { restAddresses } from '@accession/core/contract'
import { check, checkEqual, isRecord } from '../check/check.ts'
import { checkConforms } from '../check/check-conforms.ts'
import { credentialHeaders } from '../wire/credentials.ts'
import { parseBody } from '../wire/parse-body.ts'
import { readFlatError } from '../wire/wire-error.ts'
import { fillPath, takeQuery, withQuery } from './fill-path.ts'
import { readRestValue } from './read-rest-value.ts'
import type { Spelling } from './spelling.ts'
import { writeRestValue } from './write-rest-value.ts'

/** Calls below `/rest`: arguments by name in one object, results in `value`, errors in both forms. */
export const restSpelling: Spelling = {
  name: 'rest',
  write(operation, given, credentials) {
    const [address] = restAddresses(operation)
    check(address !== undefined, `${operation.name} has no address below /rest`)
    const { method, action, actionParameter, query = [] } = address
    const { path, others } = fillPath(address.path, given)
    const pairs = takeQuery(operation, others, query, (name, member) => `${name}.${member}`)
    const actions = action === undefined ? [] : [[actionParameter, action] as const]
    const hasBody = Object.keys(others).length > 0
    return {
      method,
      path: withQuery(path, [...actions, ...pairs]),
      headers: {
        ...credentialHeaders(credentials),
        ...(hasBody && { 'content-type': 'application/json' }),
      },
      body: hasBody ? JSON.stringify(writeRestValue(operation.params, others)) : undefined,
    }
  },
  isError: ({ status }) => status >= 400,
  readResult({ name, result }, answer) {
    checkEqual(`The status of ${name}`, answer.status, 200)
    if (result.kind === 'void') {
      checkEqual(`The body of ${name}, which answers nothing`, answer.text, '')
      return undefined
    }
    const body = parseBody(answer)
    check(isRecord(body), `The body of ${name} must be an object`)
    checkEqual(`The members of the body of ${name}`, Object.keys(body), ['value'])
    const value = readRestValue(result, body['value'], name)
    checkConforms(result, value, name)
    return value
  },
  readError(answer) {
    const body = parseBody(answer)
    check(isRecord(body), 'The body of an error must be an object')
    const { type, value, ...flat } = body
    const error = readFlatError(flat, answer)
    const structure = `com.vmware.vapi.std.errors.${error.type.toLowerCase()}`
    checkEqual('The type that old clients read', type, structure)
    checkEqual('The value that old clients read', value, flat)
    checkFlatMembers(flat)
    return error
  },
}

/** An error holds its type, its messages and perhaps data; nothing besides. */
export const checkFlatMembers = (flat: Readonly<Record<string, unknown>>): void => {
  const names = Object.keys(flat).filter((name) => name !== 'data')
  checkEqual('The members of an error', names.toSorted(), ['error_type', 'messages'])
}
