import { accessionError } from '../errors/accession-error.ts'
import type { AccessionError } from '../errors/accession-error.ts'
import type { Library } from '../ports/entities.ts'

/**
 * Why a library has no subscriptions: `invalid_element_type` for a subscribed one,
 * `not_allowed_in_current_state` for a local one, of which none can be published yet.
 */
export const unpublishedError = ({ id, type }: Library): AccessionError =>
  type === 'SUBSCRIBED'
    ? accessionError('accession.subscription.publisher_not_local', [id])
    : accessionError('accession.subscription.not_published', [id])
