import type { CertificateVerificationInfo, ItemModel } from '../contract/item-model.ts'
import { wireTime } from '../names/wire-time.ts'
import type { CertificateVerification } from '../ports/entities.ts'
import { isCompliant } from '../security-policies/security-policies.ts'
import type { ItemInLibrary } from './load-item.ts'

/** An item as it is read, from its library; all that is kept here is cached. */
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
  cached: true,
  creation_time: wireTime(item.createdAt),
  last_modified_time: wireTime(item.modifiedAt),
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
