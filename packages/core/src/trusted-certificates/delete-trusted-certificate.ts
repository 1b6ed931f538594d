import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { remove } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { loadTrustedCertificate } from './load-trusted-certificate.ts'

/** Trusts a certificate no longer. */
export const deleteTrustedCertificate = async (
  world: World,
  caller: Caller,
  { certificate: id }: Input<'trustedCertificates.delete'>,
): Promise<Result<'trustedCertificates.delete'>> => {
  authorize(caller, contract.trustedCertificates.delete, null)
  await change(world, async () => {
    const certificate = await loadTrustedCertificate(world, id)
    return { changes: [remove('trustedCertificate', certificate)], result: undefined }
  })
  world.log.audit('trusted_certificate.delete', { certificate: id, user: caller.user.name })
}
