import { accessionError } from '../errors/accession-error.ts'
import type { Transfer } from '../transfers/begin-transfer.ts'
import { findManifests } from '../transfers/transfer-type.ts'
import type { Checksum } from '../ports/entities.ts'
import type { World } from '../world.ts'

/** A member that is READY, and the digest that was made of it on the way. */
export interface ReceivedMember {
  readonly name: string
  readonly checksum: Checksum
}

/**
 * Holds the members of an archive that came before its manifest against that: throws
 * `manifest_mismatch` for the first that is another one. Digests in another algorithm than was
 * made on the way are made where the item is judged.
 */
export const checkEarlierMembers = async (
  world: World,
  { session, itemType }: Pick<Transfer, 'session' | 'itemType'>,
  members: readonly ReceivedMember[],
): Promise<void> => {
  if (!itemType) return
  const manifests = await findManifests(world, itemType, session.id)
  for (const { name, checksum: made } of members) {
    const expected = itemType.expectedDigest(name, manifests)
    if (expected?.algorithm !== made.algorithm || expected.value === made.value) continue
    const args = [name, made.algorithm, expected.value, made.value] as const
    throw accessionError('accession.transfer.manifest_mismatch', args)
  }
}
