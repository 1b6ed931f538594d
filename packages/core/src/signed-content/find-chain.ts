import { limits } from '../limits.ts'
import type { Signatures } from '../ports/signatures.ts'
import type { SignedBy } from './check-signature.ts'
import type { Certificate } from './read-certificates.ts'

/** A certificate, the one that issued it, and so on. */
export type CertificateChain = readonly [Certificate, ...Certificate[]]

/** The way from the signer to whoever answers for it. */
export interface FoundChain {
  /** Up to the trusted certificate; where none is reached, as far as it goes. */
  readonly chain: CertificateChain
  readonly isTrusted: boolean
}

/**
 * Looks for the shortest chain from the signer to a trusted certificate, over what came along and
 * over the trusted ones themselves. The signer's own time is not looked at, that of issuers is.
 * Each certificate is visited once, so those that issue each other end nowhere. More certificates
 * never make a trusted signer untrusted: a shorter way to one of them meets all that a longer one meets.
 */
export const findChain = (
  signatures: Signatures,
  { signer, others }: Omit<SignedBy, 'signedFile'>,
  trusted: readonly Certificate[],
  now: number,
): FoundChain => {
  const trustedIds = new Set(trusted.map(({ id }) => id))
  const waiting = new Map(
    [...others, ...trusted].map((certificate) => [certificate.id, certificate]),
  )
  waiting.delete(signer.id)
  const chains: CertificateChain[] = [[signer]]
  for (const chain of chains) {
    const [first, ...rest] = chain
    const last = rest.at(-1) ?? first
    if (trustedIds.has(last.id)) return { chain, isTrusted: true }
    if (chain.length === limits.certificateChainMax) continue
    for (const issuer of waiting.values()) {
      if (!mayStandBehind(signatures, chain, last, issuer, now)) continue
      waiting.delete(issuer.id)
      chains.push([...chain, issuer])
    }
  }
  return { chain: chains.at(-1) ?? [signer], isTrusted: false }
}

/** Whether the last of a chain was issued by this one, which may, could then, and is what we understand. */
const mayStandBehind = (
  signatures: Signatures,
  chain: CertificateChain,
  last: Certificate,
  issuer: Certificate,
  now: number,
): boolean =>
  issuer.subject === last.issuer &&
  issuer.mayIssue &&
  !issuer.isBeyondUs &&
  !last.isBeyondUs &&
  !last.isForgeable &&
  isValidAt(issuer, now) &&
  chain.length - 1 <= issuer.pathLengthMax &&
  signatures.isIssuedBy(last.der, issuer.der)

/** Whether it has begun to count, and has not ended. */
const isValidAt = (
  { notBefore, notAfter }: Pick<Certificate, 'notBefore' | 'notAfter'>,
  now: number,
): boolean => notBefore <= now && now <= notAfter
