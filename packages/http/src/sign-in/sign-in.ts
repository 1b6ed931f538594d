import { authenticatePassword, authenticateToken } from '@accession/core'
import type { Caller, Identity } from '@accession/core'
import { accessionError } from '@accession/core/errors'
import type { AnyOperation } from '@accession/core/contract'
import type { Exchange } from '../exchange.ts'
import { callerOriginOf } from '../request/caller-origin.ts'
import { metThumbprintOf } from '../request/met-thumbprint.ts'
import { checkCookieUse } from './check-cookie-use.ts'
import { readCredentials, readPassword } from './credentials.ts'
import type { Credentials } from './credentials.ts'

/** Who makes the call. A new session takes a user name and a password, and nothing else. */
export const signIn = async (
  exchange: Exchange,
  operation?: Pick<AnyOperation, 'name'>,
): Promise<Caller> => {
  const { host, context } = exchange
  const { headers } = context.req.raw
  const credentials =
    operation?.name === 'session.create' ? readPassword(headers) : readCredentials(headers)
  if (credentials?.kind === 'cookie')
    checkCookieUse(context.req.method, headers, callerOriginOf(host, context))
  return signInWith(exchange, credentials)
}

/** Who has these credentials; throws UNAUTHENTICATED where nobody has, and where there are none. */
export const signInWith = async (
  exchange: Exchange,
  credentials: Credentials | undefined,
): Promise<Caller> => {
  if (!credentials) throw accessionError('accession.access.no_credentials', [])
  const identity = await identify(exchange, credentials)
  exchange.user = identity.user.name
  const { host, context } = exchange
  const origin = callerOriginOf(host, context)
  return { ...identity, origin, thumbprint: metThumbprintOf(host, context) }
}

const identify = (exchange: Exchange, credentials: Credentials): Promise<Identity> => {
  if (credentials.kind !== 'password') return authenticateToken(exchange.world, credentials.token)
  const { userName, password } = credentials
  const { address, world } = exchange
  return authenticatePassword(world, { userName, password, address })
}
