import { shownName } from '@accession/core/contract'
import { accessionError } from '@accession/core/errors'
import type { AccessionError } from '@accession/core/errors'

/** From that byte on the archive is none; the fault is said in words that go on a sentence. */
export const malformed = (offset: number, fault: string): AccessionError =>
  accessionError('accession.ova.malformed', [offset, fault])

/** The archive ends after so many bytes, in the middle of something. */
export const truncated = (bytes: number, within: string): AccessionError =>
  accessionError('accession.ova.truncated', [bytes, within])

/** The archive ends within a member. */
export const truncatedMember = (bytes: number, name: string): AccessionError =>
  truncated(bytes, `member ${shownName(name)}`)

/** A member that may not be in an OVA, and why, in words that go on a sentence. */
export const refused = (name: string, reason: string): AccessionError =>
  accessionError('accession.ova.member_refused', [shownName(name), reason])
