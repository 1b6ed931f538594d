import { FetchError } from '../ports/fetcher.ts'
import type { Fetcher } from '../ports/fetcher.ts'

/** A network in which there is nobody. */
export const nobodyAnswers: Fetcher = {
  fetch: () => Promise.reject(new FetchError('UNREACHABLE', 'Nobody answers.')),
  serverCertificate: () => Promise.resolve(undefined),
}
