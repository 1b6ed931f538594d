import type { ArchiveMember } from '../ports/archive-format.ts'
import { abandonTransfer } from '../transfers/abandon-transfer.ts'
import type { Transfer } from '../transfers/begin-transfer.ts'
import { finishTransfer } from '../transfers/finish-transfer.ts'
import { runTransfer } from '../transfers/run-transfer.ts'
import type { RunningWork } from '../transfers/run-transfer.ts'
import type { World } from '../world.ts'
import { beginMember } from './begin-member.ts'
import type { ReceivedMember } from './check-earlier-members.ts'
import { createMemberDigests } from './member-digests.ts'
import type { EndedDigests } from './member-digests.ts'

/**
 * Stores a member of an archive under its own name: once it resolves its file is READY. It ends
 * with the archive's upload, whose signal this is, and on its own where its row is taken away.
 */
export const receiveMember = async (
  world: World,
  archive: Transfer,
  member: ArchiveMember,
  { signal, progress: ofArchive }: RunningWork,
): Promise<ReceivedMember> => {
  const transfer = await beginMember(world, archive, member)
  const { blobId, manifestChecksum } = transfer
  const digests = createMemberDigests(world.hashing, member.name, manifestChecksum)
  let count = 0
  let ended: EndedDigests | undefined
  const bytes = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of member.bytes) {
      count += chunk.byteLength
      const digesting = digests.update(chunk)
      if (digesting) await digesting
      yield chunk
    }
    ended = await digests.end()
  }
  const progress = {
    get count() {
      return count
    },
    get heldMs() {
      return ofArchive.heldMs ?? 0
    },
  }
  try {
    return await runTransfer(world, transfer, { progress, signal }, async (stopped) => {
      const options = { expectedSize: member.size, signal: stopped, disposable: true }
      await world.blobs.write(blobId, bytes(), options)
      if (!ended) throw new TypeError('The bytes have not all passed')
      const { manifestChecksum: checksum, stored } = ended
      const known = { ...transfer, manifestChecksum: checksum }
      await finishTransfer(world, known, { count, digest: stored })
      return { name: member.name, checksum }
    })
  } catch (error) {
    await abandonTransfer(world, transfer, error)
    throw error
  }
}
