import type { Caller } from '../access/caller.ts'
import { hasPrivilege } from '../access/has-privilege.ts'
import type { ChecksumInfo } from '../contract/checksum-info.ts'
import type { ItemFileInfo } from '../contract/item-file.ts'
import type { Checksum, ItemFile } from '../ports/entities.ts'
import { capabilityUrl } from '../transfers/capability.ts'
import type { World } from '../world.ts'
import type { ItemInLibrary } from './load-item.ts'

/** A file as it is read; who may download it is also told where, once its bytes are here. */
export const showItemFile = async (
  world: World,
  caller: Caller,
  { item, library }: ItemInLibrary,
  { id: fileId, name, size, version, checksum, blobId }: ItemFile,
): Promise<ItemFileInfo> => {
  const cached = blobId !== null
  const shown = { name, size, version: String(version), cached, ...showChecksum(checksum) }
  if (!cached || !hasPrivilege(caller, 'ContentLibrary.DownloadSession', library.id)) return shown
  const capability = { kind: 'file', ownerId: item.id, fileId, name } as const
  return { ...shown, file_download_endpoint: await capabilityUrl(world, caller, capability) }
}

/** The checksum of a file, where one is known. */
export const showChecksum = (
  checksum: Checksum | null,
): { readonly checksum_info?: ChecksumInfo } =>
  checksum === null
    ? {}
    : { checksum_info: { algorithm: checksum.algorithm, checksum: checksum.value } }
