import { storedMessage } from '../messages/stored-message.ts'
import { write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Blob, StoredMessage } from '../ports/entities.ts'
import type { ItemType } from '../ports/item-type.ts'
import { isContentFault } from '../transfers/content-fault.ts'
import { inspectStored } from '../transfers/inspect-stored.ts'
import { requireFewRead } from '../transfers/require-few-read.ts'
import { storedDigest } from '../transfers/stored-digest.ts'
import { releaseBlob } from '../update-sessions/end-update-session.ts'
import type { World } from '../world.ts'
import type { AwaitedFile } from './awaited-file.ts'

/** Bytes that are there now, as the file storage or we ourselves have found them. */
export interface Arrival {
  readonly size: number
  /** Lower-case hex. */
  readonly sha256: string
}

/** What is wrong with bytes that have arrived, held against what was declared. */
const faultOf = (file: AwaitedFile, { size, sha256 }: Arrival): StoredMessage | undefined => {
  const { name, declaredSize, declaredChecksum } = file
  if (size !== declaredSize)
    return storedMessage('accession.transfer.size_mismatch', [name, declaredSize ?? '', size])
  const declared = declaredChecksum?.value ?? ''
  if (sha256 === declared) return undefined
  return storedMessage('accession.transfer.checksum_mismatch', [name, 'SHA256', declared, sha256])
}

/** What has become of a file: the changes that say so, and how its upload has ended. */
export interface Settled {
  readonly changes: readonly Change[]
  readonly outcome: 'ready' | 'wrong_checksum' | 'wrong_size' | 'wrong_content'
}

/**
 * The file is READY with what has arrived, once its item's type has looked into it, or in ERROR: then
 * it can be sent again, to us.
 */
export const settle = async (
  world: World,
  type: ItemType | undefined,
  { file, blob, arrival }: { file: AwaitedFile; blob: Blob; arrival: Arrival },
): Promise<Settled> => {
  const now = world.clock.now()
  const { size, sha256: value } = arrival
  const fault = faultOf(file, arrival)
  if (fault)
    return failed(file, fault, now, size === file.declaredSize ? 'wrong_checksum' : 'wrong_size')
  const { name, blobId } = file
  try {
    await requireFewRead(world, type, file)
    const inspection = await inspectStored(world, type, { name, blobId, size })
    const digest = storedDigest({ algorithm: 'SHA256', value })
    const ready = { status: 'READY', size, bytesTransferred: size } as const
    return {
      changes: [
        write('updateSessionFile', file, { ...ready, ...(inspection && { inspection }) }),
        write('blob', blob, { state: 'STORED', size, digest, dueAt: now }, { state: 'RECEIVING' }),
      ],
      outcome: 'ready',
    }
  } catch (error) {
    if (!isContentFault(error)) throw error
    return failed(file, { id: error.id, args: error.args }, now, 'wrong_content')
  }
}

const failed = (
  file: AwaitedFile,
  errorMessage: StoredMessage,
  now: number,
  outcome: Settled['outcome'],
): Settled => {
  const lost = { status: 'ERROR', errorMessage, bytesTransferred: 0, blobId: null } as const
  return {
    changes: [write('updateSessionFile', file, lost), releaseBlob(file.blobId, now)],
    outcome,
  }
}
