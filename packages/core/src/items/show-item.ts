import type { CertificateVerificationInfo, ItemModel } from '../contract/item-model.ts'
import { wireTime } from '../names/wire-time.ts'
import type { CertificateVerification } from '../ports/entities.ts'
import { isCompliant } from '../security-policies/security-policies.ts'
import type { ItemInLibrary } from './load-item.ts'

/** An item as it is read, from its library. */
export const showItem = ({ item, library }: ItemInLibrary): ItemModel => ({
  id: item.id,
  library_id: item.libraryId,
  name: item.name,
  description: item.description,
  type: item.itemType,
  version: String(item.version),
  content_version: String(item.contentVersion),
  metadata_version: String(item.metadataVersion),
  size: item.size,
  cached: item.isCached,
  creation_time: wireTime(item.createdAt),
  last_modified_time: wireTime(item.modifiedAt),
  ...(item.lastSyncAt === null ? {} : { last_sync_time: wireTime(item.lastSyncAt) }),
  ...(item.sourceId === null ? {} : { source_id: item.sourceId }),
  ...(item.certificateVerification && {
    certificate_verification_info: showVerification(item.certificateVerification),
  }),
  security_compliance: isCompliant(library.options, item),
})

const showVerification = ({
  status,
  chain,
}: CertificateVerification): CertificateVerificationInfo => ({
  status,
  ...(chain.length > 0 && { cert_chain: [...chain] }),
})
