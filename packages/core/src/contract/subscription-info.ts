import { boolean, enumeration, id, optional, secret, string, structure, uri } from './types.ts'
import type { Infer, Usage } from './types.ts'

const required: Usage = { create: 'required', get: 'always', update: 'optional' }
const free: Usage = { create: 'optional', get: 'optional', update: 'optional' }
const writeOnly: Usage = { create: 'optional', get: 'absent', update: 'optional' }

/** How the subscriber authenticates: HTTP Basic, or not at all. */
export const subscriptionAuthenticationMethod = enumeration(
  'com.vmware.content.library.subscription_info.authentication_method',
  ['BASIC', 'NONE'],
)
export type SubscriptionAuthenticationMethod = Infer<typeof subscriptionAuthenticationMethod>

/** The published library behind a subscription that its publisher made. */
export const sourceInfo = structure('com.vmware.content.library.source_info', {
  source_library: optional(id, required),
  subscription: optional(id, required),
})
export type SourceInfo = Infer<typeof sourceInfo>

/** What a subscribed library follows, and how. */
export const subscriptionInfo = structure('com.vmware.content.library.subscription_info', {
  subscription_url: optional(uri, required),
  authentication_method: optional(subscriptionAuthenticationMethod, required),
  user_name: optional(string, free),
  password: optional(secret, writeOnly),
  /** Files are fetched when someone asks for them; otherwise at each synchronization. */
  on_demand: optional(boolean, required),
  automatic_sync_enabled: optional(boolean, required),
  ssl_certificate: optional(string, writeOnly),
  ssl_thumbprint: optional(string, writeOnly),
  source_info: optional(sourceInfo, free),
})
export type SubscriptionInfo = Infer<typeof subscriptionInfo>
