import { httpLimits } from '../http-limits.ts'
import { sessionHeader } from '../sign-in/session-header.ts'

type HeaderRecord = Readonly<Record<string, string>>

const exposed =
  'content-disposition, content-length, content-range, etag, retry-after, x-request-id'

/** Lets a page of an allowed origin read an answer; never with cookies. */
export const corsHeaders = (origins: ReadonlySet<string>, request: Headers): HeaderRecord => {
  if (origins.size === 0) return {}
  const origin = request.get('origin')
  if (origin === null || !origins.has(origin)) return { vary: 'Origin' }
  return {
    vary: 'Origin',
    'access-control-allow-origin': origin,
    'access-control-expose-headers': exposed,
  }
}

/** What a page of an allowed origin may send. */
export const preflightHeaders: HeaderRecord = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': [
    'authorization',
    'client-token',
    'content-type',
    'if-none-match',
    'if-range',
    'range',
    sessionHeader,
    'vmware-use-header-authn',
  ].join(', '),
  'access-control-max-age': String(httpLimits.preflightSeconds),
}
