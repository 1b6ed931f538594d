import type { UpdateSessionFileInfo } from '@accession/core/contract'
import { TransferError } from './transfer-error.ts'
import type { SentFile, UploadClient, UploadOptions } from './upload-item.ts'

/**
 * Holds what was sent against what the server tells of it, while nothing is visible yet; throws a
 * `TransferError` where they differ.
 */
export const verifySent = async (
  client: UploadClient,
  sessionId: string,
  sent: readonly SentFile[],
  onSent: UploadOptions['onSent'],
  signal: AbortSignal,
): Promise<void> => {
  const listed = await client.updateSessionFile.list({ update_session_id: sessionId }, { signal })
  const infos = new Map(listed.map((info) => [info.name, info]))
  for (const file of sent) {
    const info = infos.get(file.name)
    if (info) verify(file, info)
    const isVerified = file.isVerified || isSame(file, info)
    onSent?.({ ...file, isVerified })
  }
}

const verify = ({ name, size, checksum }: SentFile, info: UpdateSessionFileInfo): void => {
  if (info.status === 'ERROR') {
    throw new TransferError(`${name} was refused`, { file: name, reason: info.error_message })
  }
  if (info.status === 'READY' && info.size !== undefined && info.size !== size) {
    const message = `${name} has ${size} bytes, but the server has ${info.size}`
    throw new TransferError(message, { file: name })
  }
  const told = info.checksum_info
  if (checksum && told && algorithmOf(told) === algorithmOf(checksum) && !equal(told, checksum)) {
    throw new TransferError(`${name} arrived damaged: its checksum differs`, { file: name })
  }
}

type Checksum = NonNullable<SentFile['checksum']>

const isSame = ({ checksum }: SentFile, info: UpdateSessionFileInfo | undefined): boolean =>
  checksum !== undefined &&
  info?.checksum_info !== undefined &&
  algorithmOf(info.checksum_info) === algorithmOf(checksum) &&
  equal(info.checksum_info, checksum)

const algorithmOf = ({ algorithm = 'SHA1' }: Checksum) => algorithm

const equal = (one: Checksum, other: Checksum): boolean =>
  one.checksum.toLowerCase() === other.checksum.toLowerCase()
