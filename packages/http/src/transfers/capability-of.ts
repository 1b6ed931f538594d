import type { Capability } from '@accession/core'
import { decodeSegment, rawPath } from '../routing/address-text.ts'

/** The claim that a transfer's address makes: `/transfers/{kind}/{owner}/{file}/{mac}/{name}`. */
export const capabilityOf = (kind: Capability['kind'], url: string): Capability => {
  const [ownerId = '', fileId = '', mac = '', name = ''] = rawPath(url)
    .split('/')
    .slice(3)
    .map(decodeSegment)
  return { kind, ownerId, fileId, mac, name }
}
