import { authorize } from '../access/authorize.ts'
import type { Caller } from '../access/caller.ts'
import { change } from '../commit/change.ts'
import { contract } from '../contract/contract.ts'
import type { Input, Result } from '../contract/contract.ts'
import { accessionError } from '../errors/accession-error.ts'
import { limits } from '../limits.ts'
import { insert } from '../ports/changes.ts'
import type { World } from '../world.ts'
import { readCertificate, writeCertificate } from './read-certificate.ts'

/** Trusts a certificate, under the id that it has everywhere; one that is trusted already stays. */
export const createTrustedCertificate = async (
  world: World,
  caller: Caller,
  { spec }: Input<'trustedCertificates.create'>,
): Promise<Result<'trustedCertificates.create'>> => {
  authorize(caller, contract.trustedCertificates.create, null)
  const der = readCertificate(spec.cert_text)
  const digest = world.hashing.digest('SHA256')
  await digest.update(der)
  const id = await digest.hex()
  const certText = writeCertificate(der)
  const isNew = await change(world, async () => {
    const [known] = await world.store.ids('trustedCertificate', { where: { id }, limit: 1 })
    if (known !== undefined) return { changes: [], result: false }
    await refuseTooMany(world)
    const row = { id, revision: 1, certText, createdAt: world.clock.now() }
    return { changes: [insert('trustedCertificate', row)], result: true }
  })
  if (isNew) {
    const fields = { certificate: id, user: caller.user.name }
    world.log.audit('trusted_certificate.create', fields)
  }
  return id
}

const refuseTooMany = async ({ store }: World): Promise<void> => {
  const { trustedCertificatesMax: limit } = limits
  const known = await store.ids('trustedCertificate', { where: { id: { moreThan: '' } }, limit })
  if (known.length < limit) return
  throw accessionError('accession.trusted_certificate.too_many', [limit])
}
