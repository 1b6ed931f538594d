import { fromServer, fromServerIfKnown, identifier } from './field-usage.ts'
import { localizableMessage } from './localizable-message.ts'
import { previewInfo, warningBehavior } from './preview-info.ts'
import { dateTime, enumeration, id, integer, list, optional, string, structure } from './types.ts'
import type { Infer } from './types.ts'

/** The states of an update session; nothing leaves any but ACTIVE. */
export const updateSessionState = enumeration(
  'com.vmware.content.library.item.update_session_model.state',
  ['ACTIVE', 'DONE', 'ERROR', 'CANCELED'],
)
export type UpdateSessionState = Infer<typeof updateSessionState>

/** An update session: files on their way into an item, visible all at once or not at all. */
export const updateSessionModel = structure(
  'com.vmware.content.library.item.update_session_model',
  {
    id: optional(id, identifier),
    library_item_id: optional(id, { create: 'required', get: 'always', update: 'unused' }),
    /** The item's content version when the session was created. */
    library_item_content_version: optional(string, fromServer),
    state: optional(updateSessionState, fromServer),
    /** Why the session is in ERROR. */
    error_message: optional(localizableMessage, fromServerIfKnown),
    /** 0 to 100, as the client last said. */
    client_progress: optional(integer, fromServer),
    /** A promise: an ACTIVE session does not expire earlier. */
    expiration_time: optional(dateTime, fromServer),
    preview_info: optional(previewInfo),
    warning_behavior: optional(list(warningBehavior), {
      create: 'optional',
      get: 'optional',
      update: 'optional',
    }),
  },
  {
    modelKeys: ['id'],
    unions: {
      state: { ACTIVE: { preview_info: 'optional' }, DONE: {}, ERROR: {}, CANCELED: {} },
    },
  },
)
export type UpdateSessionModel = Infer<typeof updateSessionModel>
