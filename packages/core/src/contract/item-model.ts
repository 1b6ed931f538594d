import { fromServer, fromServerIfKnown, identifier } from './field-usage.ts'
import {
  boolean,
  dateTime,
  enumeration,
  id,
  integer,
  list,
  optional,
  string,
  structure,
} from './types.ts'
import type { Infer } from './types.ts'

/** What is known of the certificate that an item's content was signed with. */
export const certificateVerificationStatus = enumeration(
  'com.vmware.content.library.item.cert_verification_status',
  [
    'NOT_AVAILABLE',
    'VERIFIED',
    'INTERNAL',
    'VERIFICATION_FAILURE',
    'VERIFICATION_IN_PROGRESS',
    'UNTRUSTED',
  ],
)
export type CertificateVerificationStatus = Infer<typeof certificateVerificationStatus>

/** The certificate of an item and whether it was verified. */
export const certificateVerificationInfo = structure(
  'com.vmware.content.library.item.certificate_verification_info',
  {
    status: certificateVerificationStatus,
    /** PEM, the signer's first. */
    cert_chain: optional(list(string)),
  },
)
export type CertificateVerificationInfo = Infer<typeof certificateVerificationInfo>

/** A library item; `version` in an update asks that nobody changed it since. */
export const itemModel = structure(
  'com.vmware.content.library.item_model',
  {
    id: optional(id, identifier),
    library_id: optional(id, { create: 'required', get: 'always', update: 'unused' }),
    /** 1 to 80 characters, unique in the library without regard to case. */
    name: optional(string, { create: 'required', get: 'always', update: 'optional' }),
    /** At most 2,000 characters. */
    description: optional(string, { create: 'optional', get: 'always', update: 'optional' }),
    /** `ovf`, `iso`, or anything else for plain files. */
    type: optional(string),
    /** Counts every change of metadata or content, from "1". */
    version: optional(string, { create: 'unused', get: 'always', update: 'optional' }),
    /** Counts completed update sessions, from "1". */
    content_version: optional(id, fromServer),
    /** Counts changes of name, description and the like, from "1". */
    metadata_version: optional(string, fromServer),
    /** Bytes of all its files. */
    size: optional(integer, fromServerIfKnown),
    cached: optional(boolean, fromServer),
    creation_time: optional(dateTime, fromServer),
    last_modified_time: optional(dateTime, fromServer),
    last_sync_time: optional(dateTime, fromServerIfKnown),
    source_id: optional(id, { create: 'optional', get: 'optional', update: 'unused' }),
    certificate_verification_info: optional(certificateVerificationInfo),
    security_compliance: optional(boolean),
  },
  { modelKeys: ['id'] },
)
export type ItemModel = Infer<typeof itemModel>
