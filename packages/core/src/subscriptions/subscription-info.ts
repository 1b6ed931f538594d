import type { SubscriptionInfo } from '../contract/subscription-info.ts'
import { limits } from '../limits.ts'
import { checkEchoedText } from '../names/check-echoed-text.ts'

/** What keeps a subscription from being one, whoever publishes; the id of its message. */
export type SubscriptionFault =
  | 'accession.subscription.url_missing'
  | 'accession.subscription.url_malformed'
  | 'accession.subscription.url_holds_password'
  | 'accession.subscription.password_missing'

/**
 * The first fault in what a new subscription says of itself. Throws `invalid_argument` for text that
 * could not be kept.
 */
export const faultIn = (info: SubscriptionInfo): SubscriptionFault | undefined => {
  checkTexts(info)
  if (info.subscription_url === undefined) return 'accession.subscription.url_missing'
  return faultInUrl(info.subscription_url) ?? faultInPassword(info)
}

const checkTexts = (info: SubscriptionInfo): void => {
  checkEchoedText('subscription_url', info.subscription_url)
  checkEchoedText('user_name', info.user_name)
  checkEchoedText('password', info.password, limits.passwordLengthMax)
}

const faultInUrl = (text: string): SubscriptionFault | undefined => {
  if (!URL.canParse(text)) return 'accession.subscription.url_malformed'
  const { protocol, username, password } = new URL(text)
  if (protocol !== 'http:' && protocol !== 'https:') return 'accession.subscription.url_malformed'
  return username + password === '' ? undefined : 'accession.subscription.url_holds_password'
}

const faultInPassword = ({
  authentication_method: method,
  password = '',
}: SubscriptionInfo): SubscriptionFault | undefined =>
  method === 'BASIC' && password === '' ? 'accession.subscription.password_missing' : undefined
