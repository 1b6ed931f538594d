import type { ProbeStatus } from '../contract/subscribed-library.ts'
import type { FetchFailure } from '../ports/fetcher.ts'

/** What a failure to fetch is called where somebody probes. */
export const failureStatus: Readonly<Record<FetchFailure, ProbeStatus>> = {
  INVALID_URL: 'INVALID_URL',
  FORBIDDEN_ADDRESS: 'INVALID_URL',
  HOST_NOT_FOUND: 'HOST_NOT_FOUND',
  UNREACHABLE: 'UNKNOWN_ERROR',
  TIMED_OUT: 'TIMED_OUT',
  CERTIFICATE_ERROR: 'CERTIFICATE_ERROR',
  TOO_MANY_REDIRECTS: 'INVALID_URL',
  TOO_LARGE: 'UNKNOWN_ERROR',
}
