import { accessionError } from '../errors/accession-error.ts'
import { isEntityId } from '../names/entity-id.ts'
import type { TrustedCertificate } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** The certificate of that id; throws `not_found` where it is not trusted. */
export const loadTrustedCertificate = async (
  { store }: Pick<World, 'store'>,
  id: string,
): Promise<TrustedCertificate> => {
  const query = { where: { id }, limit: 1 }
  const [certificate] = isEntityId(id) ? await store.find('trustedCertificate', query) : []
  if (!certificate) throw accessionError('accession.trusted_certificate.not_found', [id])
  return certificate
}
