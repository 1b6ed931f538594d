import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import type { World } from '../world.ts'
import { loadTrustedCertificate } from './load-trusted-certificate.ts'

/** A trusted certificate as PEM. */
export const getTrustedCertificate = async (
  world: World,
  caller: Caller,
  { certificate }: Input<'trustedCertificates.get'>,
): Promise<Result<'trustedCertificates.get'>> => {
  authorize(caller, contract.trustedCertificates.get, null)
  const { certText } = await loadTrustedCertificate(world, certificate)
  return { cert_text: certText }
}
