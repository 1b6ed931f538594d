import { isAccessionError } from '../errors/accession-error.ts'
import type { AccessionError } from '../errors/accession-error.ts'
import type { MessageId } from '../errors/messages.ts'

const faults: ReadonlySet<string> = new Set<MessageId>([
  'accession.transfer.size_mismatch',
  'accession.transfer.larger_than_declared',
  'accession.transfer.too_large',
  'accession.transfer.too_many_read',
  'accession.transfer.checksum_mismatch',
  'accession.transfer.manifest_mismatch',
  'accession.update_session.files_too_many',
  'accession.ova.malformed',
  'accession.ova.member_refused',
  'accession.ova.truncated',
  'accession.ova.too_many_members',
  'accession.ova.too_large',
  'accession.ova.name_taken',
])

/** What item types have found in files: which messages those are, they alone know. */
const found = new WeakSet<AccessionError>()

/** Marks an error as the fault of what a file holds. */
export const contentFault = (error: AccessionError): AccessionError => {
  found.add(error)
  return error
}

/** Whether an error is a fault of the content itself: the same bytes would meet it again. */
export const isContentFault = (error: unknown): error is AccessionError =>
  isAccessionError(error) && (faults.has(error.id) || found.has(error))
