import type { AccessionError } from '@accession/core/errors'
import { challengeFor } from '../sign-in/challenge.ts'

/** The headers that go with an error, whatever spells its body. */
export const errorHeaders = (
  error: AccessionError,
  request: Headers,
): Readonly<Record<string, string>> => {
  if (error.type === 'UNAUTHENTICATED') return challengeFor(request)
  if (error.type === 'SERVICE_UNAVAILABLE') return { 'retry-after': String(secondsToWait(error)) }
  return {}
}

const saysSeconds = new Set(['accession.access.too_many_sign_ins', 'accession.service.overloaded'])

const secondsToWait = (error: AccessionError): number => {
  const said = saysSeconds.has(error.id) ? Number(error.args[0]) : Number.NaN
  return Number.isFinite(said) ? Math.max(1, Math.ceil(said)) : 1
}
