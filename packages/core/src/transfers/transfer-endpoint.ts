import type { Caller } from '../access/caller.ts'
import type { TransferEndpoint } from '../contract/transfer-endpoint.ts'
import type { World } from '../world.ts'
import { capabilityUrl } from './capability.ts'
import type { CapabilityTarget } from './capability.ts'

/**
 * The endpoint of one transfer, as seen from the caller. A thumbprint replaces every other check of a
 * certificate: it is told only where no other check could succeed.
 */
export const transferEndpoint = async (
  world: World,
  caller: Pick<Caller, 'origin' | 'thumbprint'>,
  target: CapabilityTarget,
): Promise<TransferEndpoint> => ({
  uri: await capabilityUrl(world, caller, target),
  ...(caller.thumbprint !== undefined && { ssl_certificate_thumbprint: caller.thumbprint }),
})
