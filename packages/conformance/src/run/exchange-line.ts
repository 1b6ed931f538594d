import type { WireAnswer, WireRequest } from '../wire/wire-request.ts'

const shownCharactersMax = 200

/** A request and its answer in one line, without credentials: URLs of transfers are rights. */
export const exchangeLine = ({ method, path, body }: WireRequest, answer: WireAnswer): string => {
  const { status, text, url } = answer
  const shownPath = path.replace(/^(\/transfers\/\w+)\/.*$/, '$1/…')
  const isSecret = /session(\?|$)/.test(path) || path.startsWith('/transfers/')
  const shown = isSecret && status < 400 ? '' : withoutRights(text).slice(0, shownCharactersMax)
  return `${method} ${url.host}${shownPath}${calledIn(body)} → ${status} ${shown.replaceAll(/\s+/g, ' ')}`.trimEnd()
}

const withoutRights = (text: string): string =>
  text.replaceAll(/(\/transfers\/\w+)\/[^"\s]+/g, '$1/…').replaceAll(/("SECRET":)"[^"]*"/g, '$1"…"')

/** The operation that a JSON-RPC call names: its address does not tell. */
const calledIn = (body: WireRequest['body']): string => {
  const pattern = /"serviceId":"([\w.]+)","operationId":"(\w+)"/
  const [, service, operation] = (typeof body === 'string' && pattern.exec(body)) || []
  return service === undefined ? '' : ` ${service}.${operation}`
}
