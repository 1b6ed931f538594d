import { accessionError, isAccessionError } from '../../errors/accession-error.ts'
import type { AccessionError } from '../../errors/accession-error.ts'
import type { MessageId } from '../../errors/messages.ts'
import { FetchError } from '../../ports/fetcher.ts'
import type { FetchFailure } from '../../ports/fetcher.ts'

const passing: ReadonlySet<FetchFailure> = new Set(['UNREACHABLE', 'TIMED_OUT'])

/** Whether a request that failed so may succeed a moment later. */
export const mayPass = (error: unknown): boolean =>
  error instanceof FetchError && passing.has(error.failure)

/** Whether the same request may be answered otherwise a moment later. */
export const isPassingStatus = (status: number): boolean => status === 429 || status >= 500

/**
 * What a failed request means for what was to be read; what is no `FetchError` stays as it is. With
 * `retryable` the same may be tried again later.
 */
export const unreadable = (error: unknown, retryable = false): unknown => {
  const failure = isTimeout(error)
    ? new FetchError('TIMED_OUT', 'it does not answer in time')
    : error
  if (!(failure instanceof FetchError)) return error
  const details = { cause: failure, retryable }
  return accessionError('accession.subscription.publisher_not_read', [failure.message], details)
}

/** The reason of a signal that ends what takes too long. */
const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TimeoutError'

/** What a status that brings no bytes means for what was asked for. */
export const statusError = (what: string, status: number): AccessionError => {
  if (status === 401 || status === 403)
    return accessionError('accession.subscription.credentials_refused', [what, status])
  if (status === 404 || status === 410)
    return accessionError('accession.subscription.not_published_there', [what, status])
  return accessionError('accession.subscription.status_unexpected', [what, status])
}

/** Whether an error is that something of a publisher could not be read, whatever kept it. */
export const isOfPublisher = (error: unknown): error is AccessionError =>
  isAccessionError(error) && error.id === 'accession.subscription.publisher_not_read'

const ofOneItem: readonly string[] = [
  'accession.subscription.document_refused',
  'accession.subscription.not_published_there',
  'accession.subscription.status_unexpected',
  'accession.subscription.file_size_differs',
  'accession.subscription.file_changed',
  'accession.subscription.name_taken',
  'accession.pull.in_pieces',
] satisfies readonly MessageId[]

/** Whether an error keeps one item from being taken over, and says nothing of the others. */
export const isOfOneItem = (error: unknown): error is AccessionError =>
  isAccessionError(error) && ofOneItem.includes(error.id)
