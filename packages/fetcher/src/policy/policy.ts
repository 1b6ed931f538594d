import { FetchError } from '@accession/core/ports'
import type { AllowList } from './allow-list.ts'
import type { IpAddress } from './ip-address.ts'
import { whatIsSpecial } from './special-addresses.ts'
import type { Target } from './target.ts'

/** What requests may reach: the public internet, and what the operator allows besides. */
export interface Policy {
  /**
   * Judges what can be judged before anybody resolves the name. Throws FORBIDDEN_ADDRESS; answers
   * whether the host is allowed by name, so that its addresses need no look.
   */
  judgeHost(target: Target): { readonly isAllowed: boolean }
  /** Judges an address that a host is at; throws FORBIDDEN_ADDRESS. */
  judgeAddress(target: Target, address: IpAddress): void
  /** Judges a name that somebody else will resolve, out of our sight; throws FORBIDDEN_ADDRESS. */
  judgeUnseen(target: Target): void
}

/** Names that are not of the public internet (RFC 6761, 6762, 8375, and what networks use). */
const localNames =
  /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|home\.arpa|test|invalid|onion)$/

const isLocalName = (host: string): boolean => !host.includes('.') || localNames.test(host)

const forbidden = ({ host }: Target, what: string): FetchError =>
  new FetchError(
    'FORBIDDEN_ADDRESS',
    `${host} is ${what}, which this server does not reach unless ACCESSION_FETCH_ALLOW names it.`,
  )

/** The policy that goes with a list of what is allowed besides public addresses. */
export const createPolicy = (allow: AllowList): Policy => {
  const judgeAddress = (target: Target, address: IpAddress): void => {
    if (allow.allowsAddress(address)) return
    const what = whatIsSpecial(address)
    if (what === undefined) return
    throw forbidden(
      target,
      target.address ? `an address that is ${what}` : `at an address that is ${what}`,
    )
  }
  const judgeHost = (target: Target): { readonly isAllowed: boolean } => {
    const host = target.address && target.address.length === 16 ? `[${target.host}]` : target.host
    if (allow.allowsHost(host, target.port)) return { isAllowed: true }
    if (target.address) judgeAddress(target, target.address)
    return { isAllowed: false }
  }
  return {
    judgeAddress,
    judgeHost,
    judgeUnseen(target) {
      const { isAllowed } = judgeHost(target)
      if (isAllowed || target.address || !isLocalName(target.host)) return
      throw forbidden(target, 'a name of a local network')
    },
  }
}
