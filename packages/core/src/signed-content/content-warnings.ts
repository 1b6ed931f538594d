import type { PreviewWarningInfo, WarningBehavior, WarningType } from '../contract/preview-info.ts'
import { readMessage, storedText } from '../messages/stored-message.ts'
import { wireTime } from '../names/wire-time.ts'
import type { StoredMessage } from '../ports/entities.ts'
import type { SignerVerdict } from './judge-signer.ts'

/** How warnings are to be treated: as the session says, unless the library lets none be ignored. */
export interface WarningRule {
  /** Of several for one type, the last counts; what none names is not ignored. */
  readonly behaviors: readonly WarningBehavior[]
  readonly isStrict: boolean
}

/** The warnings of a verdict as the preview shows them. */
export const contentWarnings = (
  verdict: SignerVerdict,
  { behaviors, isStrict }: WarningRule,
): readonly PreviewWarningInfo[] => {
  const ignored = new Map(behaviors.map(({ type, ignored: isIgnored }) => [type, isIgnored]))
  return verdict.warnings.map((type) => ({
    type,
    message: readMessage(textOf[type](verdict)),
    ignored: !isStrict && ignored.get(type) === true,
  }))
}

const textOf: Readonly<Record<WarningType, (verdict: SignerVerdict) => StoredMessage>> = {
  SELF_SIGNED_CERTIFICATE: ({ chain: [{ subject }] }) =>
    storedText('accession.signed_content.self_signed', [subject]),
  EXPIRED_CERTIFICATE: ({ chain: [{ subject, notAfter }] }) =>
    storedText('accession.signed_content.expired', [subject, wireTime(notAfter)]),
  NOT_YET_VALID_CERTIFICATE: ({ chain: [{ subject, notBefore }] }) =>
    storedText('accession.signed_content.not_yet_valid', [subject, wireTime(notBefore)]),
  UNTRUSTED_CERTIFICATE: ({ chain: [{ subject, issuer }] }) =>
    storedText('accession.signed_content.untrusted', [subject, issuer]),
}
