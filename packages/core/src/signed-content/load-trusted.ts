import { limits } from '../limits.ts'
import type { World } from '../world.ts'
import { readCertificates } from './read-certificates.ts'
import type { Certificate } from './read-certificates.ts'

/** What was read in the texts of the certificates that were trusted the last time. */
const lastRead = new WeakMap<World['signatures'], ReadonlyMap<string, readonly Certificate[]>>()

/** The certificates that are trusted now; only those that were not trusted the last time are read anew. */
export const loadTrusted = async ({
  store,
  signatures,
}: Pick<World, 'store' | 'signatures'>): Promise<readonly Certificate[]> => {
  const query = { where: { id: { moreThan: '' } }, limit: limits.trustedCertificatesMax }
  const rows = await store.find('trustedCertificate', query)
  const before = lastRead.get(signatures)
  const now = new Map(
    rows.map(({ certText }) => [
      certText,
      before?.get(certText) ?? readCertificates(signatures, [certText]),
    ]),
  )
  lastRead.set(signatures, now)
  return [...now.values()].flat()
}
