import { accessionError } from '../../errors/accession-error.ts'
import type { AccessionError } from '../../errors/accession-error.ts'

/** The documents of a published library. */
export type DocumentName = 'lib.json' | 'items.json' | 'item.json'

/** Why a document of a publisher is not taken: RESOURCE_INACCESSIBLE, with the reason in words. */
export const refusedDocument = (
  document: DocumentName,
  reason: string,
  cause?: unknown,
): AccessionError =>
  accessionError('accession.subscription.document_refused', [document, reason], { cause })
