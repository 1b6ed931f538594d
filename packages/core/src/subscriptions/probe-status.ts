import type { ProbeStatus } from '../contract/subscribed-library.ts'
import { isAccessionError } from '../errors/accession-error.ts'
import { FetchError } from '../ports/fetcher.ts'
import type { FetchFailure } from '../ports/fetcher.ts'

const statuses: Readonly<Record<FetchFailure, ProbeStatus>> = {
  INVALID_URL: 'INVALID_URL',
  FORBIDDEN_ADDRESS: 'INVALID_URL',
  HOST_NOT_FOUND: 'HOST_NOT_FOUND',
  UNREACHABLE: 'UNKNOWN_ERROR',
  TIMED_OUT: 'TIMED_OUT',
  CERTIFICATE_ERROR: 'CERTIFICATE_ERROR',
  TOO_MANY_REDIRECTS: 'INVALID_URL',
  TOO_LARGE: 'UNKNOWN_ERROR',
}

/** What an attempt to read a publisher that failed tells of it. */
export const probeStatusOf = (error: unknown): ProbeStatus => {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof FetchError) return statuses[cause.failure]
  if (!isAccessionError(error)) return 'UNKNOWN_ERROR'
  if (error.id === 'accession.subscription.credentials_refused') return 'INVALID_CREDENTIALS'
  if (error.id === 'accession.subscription.not_published_there') return 'RESOURCE_NOT_FOUND'
  return 'UNKNOWN_ERROR'
}
