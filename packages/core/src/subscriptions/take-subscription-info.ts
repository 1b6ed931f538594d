import type { SubscriptionInfo } from '../contract/subscription-info.ts'
import { accessionError } from '../errors/accession-error.ts'
import type { LibrarySource } from '../ports/entities.ts'
import { readCertificate, writeCertificate } from '../trusted-certificates/read-certificate.ts'
import type { World } from '../world.ts'
import { faultIn } from './subscription-info.ts'

/** What an info says of how a publisher is followed. */
export type Followed = Pick<
  LibrarySource,
  'url' | 'userName' | 'password' | 'thumbprint' | 'certificate' | 'isOnDemand' | 'isAutomatic'
>

/** The user of a published library, where a subscription names none. */
const publishUser = 'vcsp'

/** What a new subscription asks for; throws INVALID_ARGUMENT for what is none. */
export const takeSubscriptionInfo = (info: SubscriptionInfo): Followed => {
  const fault = faultIn(info)
  if (fault) throw accessionError(fault, [])
  const isBasic = info.authentication_method === 'BASIC'
  return {
    url: new URL(info.subscription_url ?? '').href,
    userName: isBasic ? (info.user_name ?? publishUser) : null,
    password: isBasic ? (info.password ?? '') : null,
    thumbprint: takeThumbprint(info.ssl_thumbprint),
    certificate: takeCertificate(info.ssl_certificate),
    isOnDemand: info.on_demand ?? false,
    isAutomatic: info.automatic_sync_enabled ?? false,
  }
}

/**
 * What a subscription is once it is changed: what is left out stays. A password goes to the server
 * that it was given for: for another one, or another user, it must be given again.
 */
export const changeSubscriptionInfo = (before: Followed, info: SubscriptionInfo): Followed => {
  const {
    subscription_url: url = before.url,
    authentication_method: method = before.password === null ? 'NONE' : 'BASIC',
    user_name: user = before.userName ?? undefined,
  } = info
  const isKept =
    URL.canParse(url) &&
    new URL(url).origin === new URL(before.url).origin &&
    (before.userName === null || user === before.userName)
  const password = info.password ?? ((isKept && before.password) || undefined)
  const followed = takeSubscriptionInfo({
    ...info,
    subscription_url: url,
    authentication_method: method,
    user_name: user,
    password: method === 'BASIC' ? password : undefined,
    on_demand: info.on_demand ?? before.isOnDemand,
    automatic_sync_enabled: info.automatic_sync_enabled ?? before.isAutomatic,
  })
  return {
    ...followed,
    thumbprint: info.ssl_thumbprint === undefined ? before.thumbprint : followed.thumbprint,
    certificate: info.ssl_certificate === undefined ? before.certificate : followed.certificate,
  }
}

/** The row of a new subscription; nothing was seen yet. */
export const makeSource = (
  { ids }: Pick<World, 'ids'>,
  libraryId: string,
  followed: Followed,
  { now, isBegun }: { readonly now: number; readonly isBegun: boolean },
): LibrarySource => ({
  id: ids.uuid(),
  revision: 1,
  libraryId,
  ...followed,
  publisherId: null,
  subscriptionId: null,
  seen: null,
  lastSyncAt: null,
  lastError: null,
  begunAt: isBegun ? now : null,
  dueAt: followed.isAutomatic ? now : null,
})

/** SHA-1 or SHA-256 as hex, with or without colons; an empty one takes it away. */
const takeThumbprint = (text = ''): string | null => {
  if (text === '') return null
  const digits = text.replaceAll(':', '').toUpperCase()
  if (!/^([0-9A-F]{40}|[0-9A-F]{64})$/.test(digits))
    throw accessionError('accession.subscription.thumbprint_malformed', [])
  return (digits.match(/../g) ?? []).join(':')
}

const takeCertificate = (text = ''): string | null =>
  text === '' ? null : writeCertificate(readCertificate(text))
