import { fromServer, fromServerIfKnown, identifier } from './field-usage.ts'
import { localizableMessage } from './localizable-message.ts'
import { dateTime, enumeration, id, integer, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** The states of a download session; nothing leaves any but ACTIVE. */
export const downloadSessionState = enumeration(
  'com.vmware.content.library.item.download_session_model.state',
  ['ACTIVE', 'CANCELED', 'ERROR'],
)
export type DownloadSessionState = Infer<typeof downloadSessionState>

/** A download session: a lease that keeps the bytes of an item readable. */
export const downloadSessionModel = structure(
  'com.vmware.content.library.item.download_session_model',
  {
    id: optional(id, identifier),
    library_item_id: optional(id, { create: 'required', get: 'always', update: 'unused' }),
    /** The item's content version when the session was created. */
    library_item_content_version: optional(string, fromServer),
    state: optional(downloadSessionState, fromServer),
    /** Why the session is in ERROR. */
    error_message: optional(localizableMessage, fromServerIfKnown),
    /** 0 to 100, as the client last said. */
    client_progress: optional(integer, { create: 'unused', get: 'always', update: 'optional' }),
    /** A promise: an ACTIVE session does not expire earlier. */
    expiration_time: optional(dateTime, fromServer),
  },
  { modelKeys: ['id'] },
)
export type DownloadSessionModel = Infer<typeof downloadSessionModel>
