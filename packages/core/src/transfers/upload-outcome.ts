import { isAccessionError } from '../errors/accession-error.ts'
import type { MessageId } from '../errors/messages.ts'
import type { LabelsOf } from '../ports/metrics.ts'
import type { World } from '../world.ts'
import { isContentFault } from './content-fault.ts'

type Outcome = LabelsOf<'accession_uploads_total'>['outcome']

const outcomes: Readonly<Record<string, Outcome>> = {
  'accession.transfer.interrupted': 'interrupted',
  'accession.transfer.checksum_mismatch': 'wrong_checksum',
  'accession.transfer.manifest_mismatch': 'wrong_checksum',
  'accession.transfer.size_mismatch': 'wrong_size',
  'accession.transfer.larger_than_declared': 'wrong_size',
  'accession.transfer.too_large': 'wrong_size',
  'accession.transfer.superseded': 'superseded',
  'accession.transfer.not_wanted': 'not_wanted',
  'accession.transfer.library_in_maintenance': 'not_wanted',
  'accession.transfer.already_received': 'superseded',
  'accession.transfer.too_slow': 'too_slow',
  'accession.transfer.space_ran_out': 'no_space',
  'accession.service.shutting_down': 'shutting_down',
} satisfies { readonly [Id in MessageId]?: Outcome }

/** How metrics tell of an upload that ended with the error its sender gets. */
export const uploadOutcome = (error: unknown): Outcome => {
  const known = isAccessionError(error) ? outcomes[error.id] : undefined
  return known ?? (isContentFault(error) ? 'wrong_content' : 'failed')
}

/** Counts an upload that has ended. */
export const tellOfUpload = ({ metrics }: World, outcome: Outcome): void =>
  metrics.counter('accession_uploads_total', { outcome }).add()
