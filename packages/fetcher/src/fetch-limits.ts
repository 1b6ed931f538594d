import { limits } from '@accession/core'

/** How long requests may take, and how much they may bring; times in milliseconds, rates in bytes a second. */
export interface FetchLimits {
  readonly connectMs: number
  readonly headersMs: number
  readonly idleMs: number
  readonly rateMin: number
  readonly headerBytesMax: number
  readonly redirectsMax: number
}

/** Those of `limits`. */
export const fetchLimits: FetchLimits = {
  connectMs: limits.fetchConnectMs,
  headersMs: limits.fetchHeadersMs,
  idleMs: limits.fetchIdleMs,
  rateMin: limits.transferRateMin,
  headerBytesMax: limits.fetchHeaderBytesMax,
  redirectsMax: limits.fetchRedirectsMax,
}
