import { check, checkEqual, isRecord } from '../check/check.ts'
import { checkConforms } from '../check/check-conforms.ts'
import { credentialHeaders } from '../wire/credentials.ts'
import { parseBody } from '../wire/parse-body.ts'
import { readFlatError } from '../wire/wire-error.ts'
import { fillPath, takeArguments, takeQuery, withQuery } from './fill-path.ts'
import { checkFlatMembers } from './rest-spelling.ts'
import type { Spelling } from './spelling.ts'

/** Calls below `/api`: the body is the one big argument, results are bare, errors flat. */
export const apiSpelling: Spelling = {
  name: 'api',
  write(operation, given, credentials) {
    const { api } = operation
    const { path, others } = fillPath(api.path, given)
    const pairs = takeQuery(operation, others, api.query ?? [], (_, member) => member)
    const actions = api.action === undefined ? [] : [['action', api.action] as const]
    const headers: Record<string, string> = credentialHeaders(credentials)
    for (const [header, name] of Object.entries(api.headers ?? {})) {
      const [pair] = takeArguments(others, [name])
      if (pair) headers[header] = pair[1]
    }
    const body = api.body === undefined ? others : others[api.body]
    const hasBody = api.body === undefined ? Object.keys(others).length > 0 : body !== undefined
    if (hasBody) headers['content-type'] = 'application/json'
    return {
      method: api.method,
      path: withQuery(path, [...actions, ...pairs]),
      headers,
      body: hasBody ? JSON.stringify(body) : undefined,
    }
  },
  isError: ({ status }) => status >= 400,
  readResult({ name, id, result }, answer) {
    const isVoid = result.kind === 'void'
    const status = isVoid ? 204 : id === 'create' ? 201 : 200
    checkEqual(`The status of ${name}`, answer.status, status)
    if (isVoid) {
      checkEqual(`The body of ${name}, which answers nothing`, answer.text, '')
      return undefined
    }
    const value = parseBody(answer)
    checkConforms(result, value, name)
    return value
  },
  readError(answer) {
    const body = parseBody(answer)
    const error = readFlatError(body, answer)
    check(isRecord(body), 'The body of an error must be an object')
    checkFlatMembers(body)
    return error
  },
}
