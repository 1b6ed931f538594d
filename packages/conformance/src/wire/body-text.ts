import { check } from '../check/check.ts'
import type { WireRequest } from './wire-request.ts'

/** The body of a request that was written as text, so that a case can spoil it. */
export const bodyText = ({ method, path, body }: WireRequest): string => {
  check(typeof body === 'string', `${method} ${path} has no text for a body`)
  return body
}
