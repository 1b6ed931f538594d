import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { checkEchoedText } from '../names/check-echoed-text.ts'

/** `<scheme>:<namespace>:<type>:<id>` of RFC 8141's characters; the last part may hold colons. */
const urnPattern =
  /^[a-z][a-z0-9+.-]*(?::[a-z0-9()+,.=@;$_!*'%/?#~&-]+){2}:[a-z0-9()+,.:=@;$_!*'%/?#~&-]+$/i

/** Refuses what cannot be the URN of a resource: `urn:vmomi:vm:vm-12`. */
export const checkResourceUrn = (urn: string): void => {
  checkEchoedText('resource_urn', urn, limits.indexedTextLengthMax)
  if (!urnPattern.test(urn)) {
    throw accessionError('accession.library.usage_urn_malformed', [urn.slice(0, 64)])
  }
}
