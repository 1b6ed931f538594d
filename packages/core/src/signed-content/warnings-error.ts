import { accessionError, isAccessionError } from '../errors/accession-error.ts'
import type { AccessionError } from '../errors/accession-error.ts'
import type { UpdateSessionInItem } from '../update-sessions/load-update-session.ts'
import { contentWarnings } from './content-warnings.ts'
import type { SignerVerdict } from './judge-signer.ts'
import { warningRule } from './preview-session.ts'

/**
 * Throws NOT_ALLOWED_IN_CURRENT_STATE where a session's content raises warnings that are not ignored.
 * The session has failed by that, as `isWarningsError` tells apart from what can still be mended.
 */
export const refuseWarnings = (
  verdict: SignerVerdict | undefined,
  found: UpdateSessionInItem,
): void => {
  if (!verdict) return
  const rule = warningRule(found)
  const standing = contentWarnings(verdict, rule).filter(({ ignored }) => !ignored)
  if (standing.length === 0) return
  const types = standing.map(({ type }) => type).join(', ')
  throw rule.isStrict
    ? accessionError('accession.signed_content.warned_in_secure_library', [types, found.library.id])
    : accessionError('accession.signed_content.warned', [types])
}

/** Whether an error is what `refuseWarnings` throws. */
export const isWarningsError = (error: unknown): error is AccessionError =>
  isAccessionError(error) && ids.has(error.id)

const ids: ReadonlySet<string> = new Set([
  'accession.signed_content.warned',
  'accession.signed_content.warned_in_secure_library',
])
