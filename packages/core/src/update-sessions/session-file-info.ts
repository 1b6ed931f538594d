import type { Caller } from '../access/caller.ts'
import { isUnpacked } from '../archives/is-unpacked.ts'
import type { ChecksumInfo } from '../contract/checksum-info.ts'
import type { TransferEndpoint } from '../contract/transfer-endpoint.ts'
import type { UpdateSessionFileInfo } from '../contract/update-session-file-info.ts'
import { itemTypeOf, roleOf } from '../item-types/item-type-of.ts'
import type { Typed } from '../item-types/item-type-of.ts'
import { readMessage } from '../messages/stored-message.ts'
import type { Checksum, SourceEndpoint, UpdateSessionFile } from '../ports/entities.ts'
import { uploadAddress } from '../presigned/upload-address.ts'
import { transferEndpoint } from '../transfers/transfer-endpoint.ts'
import type { World } from '../world.ts'
import type { SessionFile } from './session-files.ts'

/** A file of an item as the wire shows it, its endpoint where this caller sees the server. */
export const sessionFileInfo = async (
  world: World,
  caller: Caller,
  item: Typed,
  { by, file }: SessionFile,
): Promise<UpdateSessionFileInfo> => {
  if (by === 'session') {
    const isKept = roleOf(itemTypeOf(world, item), file.name).isKept && !isUnpacked(file)
    return { ...(await addedFileInfo(world, caller, file)), keep_in_storage: isKept }
  }
  const { name, size, checksum } = file
  return {
    name,
    source_type: 'NONE',
    status: 'READY',
    size,
    bytes_transferred: size,
    ...(checksum && { checksum_info: checksumInfo(checksum) }),
    keep_in_storage: true,
  }
}

const addedFileInfo = async (
  world: World,
  caller: Caller,
  file: UpdateSessionFile,
): Promise<UpdateSessionFileInfo> => {
  const { name, sourceType, status, bytesTransferred, declaredChecksum, errorMessage } = file
  const { sourceEndpoint } = file
  const size = file.size ?? file.declaredSize
  const target = { kind: 'upload', ownerId: file.sessionId, fileId: file.id, name } as const
  const presigned = sourceType === 'PUSH' ? await uploadAddress(world, file) : undefined
  return {
    name,
    source_type: sourceType,
    ...(sourceType === 'PUSH' && {
      upload_endpoint:
        presigned === undefined
          ? await transferEndpoint(world, caller, target)
          : { uri: presigned },
    }),
    ...(sourceEndpoint && { source_endpoint: shownSource(sourceEndpoint) }),
    status,
    ...(size !== null && { size }),
    bytes_transferred: bytesTransferred,
    ...(declaredChecksum && { checksum_info: checksumInfo(declaredChecksum) }),
    ...(errorMessage && { error_message: readMessage(errorMessage) }),
  }
}

const shownSource = ({ uri, thumbprint, certificate }: SourceEndpoint): TransferEndpoint => ({
  uri,
  ...(thumbprint !== null && { ssl_certificate_thumbprint: thumbprint }),
  ...(certificate !== null && { ssl_certificate: certificate }),
})

const checksumInfo = ({ algorithm, value }: Checksum): ChecksumInfo => ({
  algorithm,
  checksum: value,
})
