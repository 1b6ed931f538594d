import { accessionError } from '@accession/core/errors'
import { isJson } from '../request/read-json-body.ts'
import { sessionHeader } from './session-header.ts'

/**
 * A browser sends cookies along with what any page makes it send. So where the cookie alone signs
 * in, what may change something must come from the server's own page, or from no browser, and must
 * not be what a form can send: a POST is JSON, and so is any other body.
 */
export const checkCookieUse = (method: string, headers: Headers, origin: string): void => {
  if (method === 'GET' || method === 'HEAD') return
  if (!isSameOrigin(headers, origin))
    throw accessionError('accession.access.cross_origin', [sessionHeader])
  const mediaType = headers.get('content-type')
  const isForm = mediaType === null ? method === 'POST' : !isJson(mediaType)
  if (isForm) throw accessionError('accession.access.cookie_needs_json', [])
}

/** Pages cannot write either header themselves. */
const isSameOrigin = (headers: Headers, origin: string): boolean => {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const from = headers.get('origin')
  return from === null || from === new URL(origin).origin
}
