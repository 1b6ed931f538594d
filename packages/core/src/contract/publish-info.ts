import { fromServer } from './field-usage.ts'
import { boolean, enumeration, optional, secret, string, structure, uri } from './types.ts'
import type { Infer } from './types.ts'

/** How subscribers authenticate: HTTP Basic, or not at all. */
export const publishAuthenticationMethod = enumeration(
  'com.vmware.content.library.publish_info.authentication_method',
  ['BASIC', 'NONE'],
)
export type PublishAuthenticationMethod = Infer<typeof publishAuthenticationMethod>

/** How a local library is published; with BASIC the user is always `vcsp`. */
export const publishInfo = structure('com.vmware.content.library.publish_info', {
  published: optional(boolean),
  publish_url: optional(uri, fromServer),
  authentication_method: optional(publishAuthenticationMethod),
  user_name: optional(string),
  password: optional(secret),
  /** Needed to change the password, to switch BASIC off, and to stop publishing under it. */
  current_password: optional(secret),
  persist_json_enabled: optional(boolean, {
    create: 'optional',
    get: 'always',
    update: 'optional',
  }),
})
export type PublishInfo = Infer<typeof publishInfo>
