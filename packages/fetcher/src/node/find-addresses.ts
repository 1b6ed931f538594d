import { lookup } from 'node:dns/promises'
import { limits } from '@accession/core'
import { FetchError } from '@accession/core/ports'
import { parseAddress } from '../policy/ip-address.ts'
import type { Policy } from '../policy/policy.ts'
import type { Target } from '../policy/target.ts'

/** All addresses of a name, as the system finds them. */
export type Resolve = (host: string) => Promise<readonly string[]>

/** Asks what the system asks: its hosts file, then its name servers. */
export const resolveBySystem: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address)

/**
 * The addresses that a target may be connected to, each judged; one that is not allowed refuses the
 * target, also beside others. Whoever connects uses these very addresses, so no second answer of a
 * name server counts.
 */
export const findAddresses = async (
  resolve: Resolve,
  policy: Policy,
  target: Target,
): Promise<readonly string[]> => {
  const { isAllowed } = policy.judgeHost(target)
  if (target.address) return [target.host]
  const found = await resolve(target.host).catch((error: unknown) => {
    throw notFound(target, error)
  })
  const addresses = found.slice(0, limits.fetchAddressesMax)
  if (addresses.length === 0) throw notFound(target)
  for (const text of addresses) {
    const address = parseAddress(text)
    if (!address) throw notFound(target)
    if (!isAllowed) policy.judgeAddress(target, address)
  }
  return addresses
}

const notFound = ({ host }: Target, cause?: unknown): FetchError =>
  new FetchError('HOST_NOT_FOUND', `There is no address of ${host}.`, { cause })
