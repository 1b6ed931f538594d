import { storedMessage } from '../messages/stored-message.ts'
import { write } from '../ports/changes.ts'
import type { Change } from '../ports/changes.ts'
import type { Blob, StoredMessage } from '../ports/entities.ts'
import { storedDigest } from '../transfers/stored-digest.ts'
import { releaseBlob } from '../update-sessions/end-update-session.ts'
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
  readonly outcome: 'ready' | 'wrong_checksum' | 'wrong_size'
}

/** The file is READY with what has arrived, or in ERROR: then it can be sent again, to us. */
export const settled = (file: AwaitedFile, blob: Blob, arrival: Arrival, now: number): Settled => {
  const errorMessage = faultOf(file, arrival)
  if (errorMessage) {
    const failed = { status: 'ERROR', errorMessage, bytesTransferred: 0, blobId: null } as const
    return {
      changes: [write('updateSessionFile', file, failed), releaseBlob(blob.id, now)],
      outcome: arrival.size === file.declaredSize ? 'wrong_checksum' : 'wrong_size',
    }
  }
  const { size, sha256: value } = arrival
  const digest = storedDigest({ algorithm: 'SHA256', value })
  return {
    changes: [
      write('updateSessionFile', file, { status: 'READY', size, bytesTransferred: size }),
      write('blob', blob, { state: 'STORED', size, digest, dueAt: now }, { state: 'RECEIVING' }),
    ],
    outcome: 'ready',
  }
}
