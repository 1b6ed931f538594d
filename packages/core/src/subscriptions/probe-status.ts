import type { ProbeStatus } from '../contract/subscribed-library.ts'
import { isAccessionError } from '../errors/accession-error.ts'
import { FetchError } from '../ports/fetcher.ts'
import { failureStatus } from '../probing/failure-status.ts'

/** What an attempt to read a publisher that failed tells of it. */
export const probeStatusOf = (error: unknown): ProbeStatus => {
  const cause = error instanceof Error ? error.cause : undefined
  if (cause instanceof FetchError) return failureStatus[cause.failure]
  if (!isAccessionError(error)) return 'UNKNOWN_ERROR'
  if (error.id === 'accession.subscription.credentials_refused') return 'INVALID_CREDENTIALS'
  if (error.id === 'accession.subscription.not_published_there') return 'RESOURCE_NOT_FOUND'
  return 'UNKNOWN_ERROR'
}
