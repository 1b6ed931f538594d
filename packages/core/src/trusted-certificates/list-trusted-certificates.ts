import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { contract } from '../contract/contract.ts'
import type { Result } from '../contract/contract.ts'
import { limits } from '../limits.ts'
import type { World } from '../world.ts'

/** Every trusted certificate, each with its text. */
export const listTrustedCertificates = async (
  world: World,
  caller: Caller,
): Promise<Result<'trustedCertificates.list'>> => {
  authorize(caller, contract.trustedCertificates.list, null)
  const query = { where: { id: { moreThan: '' } }, limit: limits.trustedCertificatesMax }
  const certificates = await world.store.find('trustedCertificate', query)
  return {
    certificates: certificates.map(({ id, certText }) => ({
      certificate: id,
      cert_text: certText,
    })),
  }
}
