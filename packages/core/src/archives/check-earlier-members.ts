import { accessionError } from '../errors/accession-error.ts'
import type { Transfer } from '../transfers/begin-transfer.ts'
import { loadSessionFiles } from '../update-sessions/load-update-session.ts'
import type { World } from '../world.ts'

/**
 * Holds the members of an archive that came before its manifest against that: throws
 * `manifest_mismatch` for the first that is another one. Digests in another algorithm than was
 * made on the way are made where the item is judged.
 */
export const checkEarlierMembers = async (
  world: World,
  { session, file: archive, itemType }: Transfer,
): Promise<void> => {
  if (!itemType) return
  const files = await loadSessionFiles(world, session.id)
  const ready = files.filter(({ status }) => status === 'READY')
  for (const { name, archiveId, manifestChecksum: made } of ready) {
    if (archiveId !== archive.id || !made) continue
    const expected = itemType.expectedDigest(name, ready)
    if (expected?.algorithm !== made.algorithm || expected.value === made.value) continue
    const args = [name, made.algorithm, expected.value, made.value] as const
    throw accessionError('accession.transfer.manifest_mismatch', args)
  }
}
